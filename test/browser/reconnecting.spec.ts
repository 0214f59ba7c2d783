import { expect, test } from './fixtures.ts'
import { LOST_CONNECTION } from './support/page-watch.ts'
import { botRow, composerOf, repliesOf, saidOf, say } from './support/places.ts'
import { launchBot } from './support/script.ts'

const WORDS = Array.from({ length: 30 }, (_, index) => `word${String(index + 1)}`).join(' ')

test.describe('the controller is killed in the middle of a reply', () => {
  test.use({ ollamaOptions: { reply: () => WORDS, tokensPerSecond: 20 } })
  // The reply stays in the middle, however slow the machine is.
  test.beforeEach(({ ollama }) => {
    ollama.setFault({ kind: 'hang', afterTokens: 20 })
  })

  test('and started again: the page comes back by itself and shows the reply as interrupted', async ({
    page,
    script,
    controller,
    ollama,
    watch,
  }) => {
    watch.expect(LOST_CONNECTION)
    const botId = await launchBot(script)
    await botRow(page, botId).click()
    await say(page, 'Count')
    // The partial text is stored every quarter of a second: when this word is seen, the fifth is long safe.
    await expect(repliesOf(page)).toContainText('word15')

    await controller.kill()
    ollama.setFault(null)
    const banner = page.getByRole('status').filter({ hasText: 'No connection to Port 8000' })
    await expect(banner).toContainText(/Trying again in \d+ s|Connecting/)
    await expect(banner.getByRole('button')).toBeVisible()
    await expect(repliesOf(page)).toContainText('word15')

    await controller.restart()
    await expect(banner).toBeHidden({ timeout: 20_000 })
    const broken = repliesOf(page).getByRole('group', { name: 'The reply broke off' })
    await expect(broken).toBeVisible()
    await expect(repliesOf(page)).toHaveCount(1)
    await expect(repliesOf(page)).toContainText('word1 word2 word3 word4 word5')
    await expect(repliesOf(page)).not.toContainText('word30')

    await expect(botRow(page, botId)).toContainText('ready')
    await broken.getByRole('button', { name: 'Try again' }).click()
    await expect(repliesOf(page).last()).toContainText(WORDS)
    await expect(saidOf(page)).toHaveCount(1)
  })
})

test('what is written and sent without a connection is kept, and said once it is back', async ({
  page,
  script,
  controller,
  watch,
}) => {
  watch.expect(LOST_CONNECTION)
  const botId = await launchBot(script)
  await botRow(page, botId).click()
  await say(page, 'Before')
  await expect(repliesOf(page)).toContainText('You said: Before')
  // Until the reply is whole: a message written during one would wait for it elsewhere.
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeHidden()

  await controller.kill()
  await expect(page.getByText('No connection to Port 8000')).toBeVisible()
  await say(page, 'While it was away')
  await expect(saidOf(page).last()).toContainText('Sends when connected')
  await composerOf(page).fill('and a draft')

  await controller.restart()
  await expect(repliesOf(page).last()).toContainText('You said: While it was away', {
    timeout: 20_000,
  })
  await expect(saidOf(page)).toHaveText([/Before/, /While it was away/])
  await expect(composerOf(page)).toHaveValue('and a draft')
})
