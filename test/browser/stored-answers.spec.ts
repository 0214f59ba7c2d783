import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { botRow, choose, composerOf, openSession, repliesOf, say } from './support/places.ts'
import { createSession, launchBot } from './support/script.ts'

const SHOTS = process.env['PORT8000_SHOTS']
let answers = 0
test.use({ ollamaOptions: { reply: () => `It is ${String(++answers)} metres high.` } })

test('an answer of before is offered while Ollama is away, clearly marked, until it can be asked again', async ({
  page,
  script,
  ollama,
}) => {
  answers = 0
  const botId = await launchBot(script, { name: 'Tutor' })
  await choose(page, 'Actions for Tutor', 'Edit')
  const dialog = page.getByRole('dialog', { name: `Edit ${botId}` })
  const offers = dialog.getByRole('checkbox', { name: 'Offer stored answers while Ollama is away' })
  await expect(offers).not.toBeChecked()
  await offers.focus()
  await page.keyboard.press('Space')
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/stored-switch.png` })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)

  await botRow(page, botId).click()
  await say(page, 'How high is the tower?')
  await expect(repliesOf(page).last()).toContainText('It is 1 metres high.')
  await expect(repliesOf(page).last().getByRole('group', { name: 'Stored answer' })).toHaveCount(0)
  await ollama.kill()

  await openSession(page, botId, await createSession(script, botId))
  await composerOf(page).waitFor()
  await say(page, 'How high is the tower?')
  const reply = repliesOf(page).last()
  const mark = reply.getByRole('group', { name: 'Stored answer' })
  await expect(mark).toContainText(/Stored answer from .*\d:\d\d.* — the engine was away\./)
  await expect(reply).toContainText('It is 1 metres high.')
  await page.reload()
  await expect(mark).toBeVisible()
  for (const [width, scheme] of [
    [1440, 'light'],
    [375, 'dark'],
    [320, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 700 })
    await page.emulateMedia({ colorScheme: scheme })
    expect(await sidewaysOf(page)).toBe(0)
    if (SHOTS !== undefined)
      await page.screenshot({ path: `${SHOTS}/stored-${String(width)}-${scheme}.png` })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
    ).toEqual([])
  }

  await ollama.restart()
  await mark.getByRole('button', { name: 'Try again' }).click()
  await expect(repliesOf(page).last()).toContainText('It is 2 metres high.')
  await expect(mark).toHaveCount(0)
})
