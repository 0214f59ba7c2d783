import { SCRIPTED_TEXT } from '@test/support/fake-ollama/words'
import { FAULTY_MODEL } from '@test/support/faults/engine-faults'
import { walkFaults } from '@test/support/faults/walk-faults'
import { expect, test } from './fixtures.ts'
import { botRow } from './support/places.ts'
import { launchBot } from './support/script.ts'

for (const version of ['0.24.0', '0.32.15'] as const) {
  test.describe(`with Ollama ${version}`, () => {
    test.use({ ollamaOptions: { version, reply: () => SCRIPTED_TEXT } })

    test('every way it can fail is told with what to do, and trying again answers', async ({
      page,
      script,
      ollama,
    }) => {
      test.slow()
      const botId = await launchBot(script, { model: FAULTY_MODEL })
      await botRow(page, botId).click()
      await walkFaults(page, 'Tutor', ollama)
      await expect(botRow(page, botId)).toContainText('ready')
    })
  })
}
