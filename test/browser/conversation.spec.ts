import { expect, test } from './fixtures.ts'
import { scrollToRow, topOf } from './support/dom.ts'
import { botRow, choose, composerOf, repliesOf, saidOf, say, sessionRow } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

const WORDS = Array.from({ length: 30 }, (_, index) => `word${String(index + 1)}`).join(' ')

test.describe('a reply that takes its time', () => {
  test.use({ ollamaOptions: { reply: () => WORDS, tokensPerSecond: 20 } })

  test('grows on the page word by word, and is stored as it was shown', async ({
    page,
    script,
  }) => {
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Count')
    await expect(saidOf(page)).toContainText('Count')
    const reply = repliesOf(page).last()
    await expect(reply).toContainText('word2')
    await expect(reply).not.toContainText('word30')
    await expect(reply).toHaveAttribute('aria-busy', 'true')
    await expect(reply).toContainText('word15')
    await expect(reply).not.toContainText('word30')
    await expect(reply).toContainText(WORDS)
    await expect(reply).not.toHaveAttribute('aria-busy', 'true')

    await page.reload()
    await expect(saidOf(page)).toHaveCount(1)
    await expect(repliesOf(page)).toHaveCount(1)
    await expect(repliesOf(page)).toContainText(WORDS)
  })

  test('keeps coming while another conversation is looked at, and while no page is open', async ({
    page,
    script,
    openSignedIn,
  }) => {
    const botId = await launchBot(script)
    await botRow(page, botId).click()
    await say(page, 'Count')
    await expect(repliesOf(page).last()).toContainText('word2')
    await botRow(page, 'BOT-001').click()
    await expect(repliesOf(page)).toContainText('I am the Guide')
    await expect(botRow(page, botId)).toContainText('1 unread')
    await page.close()

    const later = await openSignedIn()
    await botRow(later, botId).click()
    await expect(repliesOf(later)).toContainText(WORDS)
  })
})

test('switching bots comes back to the conversation, the draft and the place', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  for (let count = 1; count <= 20; count += 1)
    await sayByScript(script, sessionId, `Question ${String(count)} ${'and more '.repeat(40)}`)
  await createSession(script, botId)
  await botRow(page, botId).click()
  await sessionRow(page, sessionId).click()
  await expect(repliesOf(page)).toHaveCount(20)

  await composerOf(page).fill('A thought half written')
  const anchor = saidOf(page).filter({ hasText: 'Question 10 ' })
  await scrollToRow(anchor)
  await expect(page.getByRole('button', { name: 'Latest' })).toBeVisible()
  const before = await topOf(anchor)

  await botRow(page, 'BOT-001').click()
  await expect(composerOf(page)).toHaveValue('')
  await botRow(page, botId).click()
  await expect(sessionRow(page, sessionId)).toHaveAttribute('aria-current', 'true')
  await expect(composerOf(page)).toHaveValue('A thought half written')
  await expect(anchor).toBeInViewport()
  expect(await topOf(anchor)).toBeCloseTo(before, 0)

  await page.reload()
  await expect(composerOf(page)).toHaveValue('A thought half written')
})

test('a reply is stopped before its first word', async ({ page, script, ollama }) => {
  await botRow(page, await launchBot(script)).click()
  ollama.unloadAll()
  ollama.setFault({ kind: 'slow-load', ms: 60_000 })
  await say(page, 'Are you there?')
  await expect(repliesOf(page)).toContainText(/Waiting for Tutor|Loading the model/)

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(repliesOf(page)).toContainText('Stopped before the first word')
  await ollama.waitForClientClose()
  await expect(saidOf(page)).toContainText('Are you there?')
  await expect(page.getByRole('button', { name: 'Send' })).toBeVisible()
})

test('a reply is stopped in the middle and keeps what it said', async ({
  page,
  script,
  ollama,
}) => {
  await botRow(page, await launchBot(script)).click()
  ollama.setFault({ kind: 'hang', afterTokens: 4, requests: 1 })
  await say(page, 'alpha beta gamma delta')
  await expect(repliesOf(page)).toContainText('You said: alpha beta')

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(repliesOf(page)).toContainText('Stopped')
  await ollama.waitForClientClose()
  await page.reload()
  await expect(repliesOf(page)).toContainText('You said: alpha beta')
  await expect(repliesOf(page)).not.toContainText('delta')
  await expect(repliesOf(page)).toContainText('Stopped')
})

test('three messages wait in order, and one of them is withdrawn', async ({
  page,
  script,
  ollama,
}) => {
  await botRow(page, await launchBot(script)).click()
  ollama.setFault({ kind: 'hang', afterTokens: 2, requests: 1 })
  await say(page, 'first')
  await expect(repliesOf(page)).toContainText('You said:')
  for (const text of ['second', 'third', 'fourth']) await say(page, text)

  const queue = page.getByRole('list', { name: 'Waiting messages' }).getByRole('listitem')
  await expect(queue).toHaveText([/second/, /third/, /fourth/])
  await queue.nth(1).getByRole('button', { name: 'Withdraw this message' }).click()
  await expect(queue).toHaveText([/second/, /fourth/])
  await expect(composerOf(page)).toHaveValue('third')

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(queue).toHaveCount(0)
  await expect(saidOf(page)).toHaveText([/first/, /second/, /fourth/])
  await expect(repliesOf(page).last()).toContainText('You said: fourth')
})

test('a message over 64 KB is refused while it is written, and nothing of it is lost', async ({
  page,
  script,
}) => {
  await botRow(page, await launchBot(script)).click()
  const fits = 'ü'.repeat(32_768)
  await composerOf(page).fill(`${fits}!`)
  await expect(composerOf(page)).toHaveAccessibleDescription(/too long/)
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled()
  await composerOf(page).press('Enter')
  await expect(saidOf(page)).toHaveCount(0)
  await expect(composerOf(page)).toHaveValue(`${fits}!`)

  await say(page, fits)
  await expect(saidOf(page)).toHaveCount(1)
  await expect(composerOf(page)).toHaveValue('')
})

test('a conversation is named by its first message, renamed, deleted and brought back', async ({
  page,
  script,
}) => {
  await botRow(page, await launchBot(script)).click()
  await say(page, 'Why is the sky blue?')
  await expect(repliesOf(page)).toContainText('You said')
  const list = page.getByRole('region', { name: 'Conversations with Tutor' })
  await expect(list).toContainText('Why is the sky blue?')
  await expect(list).toContainText('Today')

  await choose(page, 'Actions for Why is the sky blue?', 'Rename')
  await page.getByLabel('Title of the conversation').fill('Rayleigh')
  await page.getByLabel('Title of the conversation').press('Enter')
  await expect(list).toContainText('Rayleigh')

  await choose(page, 'Actions for Rayleigh', 'Delete')
  await expect(list).not.toContainText('Rayleigh')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(list).toContainText('Rayleigh')
  await expect(saidOf(page)).toContainText('Why is the sky blue?')
})

test('two conversations with one bot have nothing of each other', async ({
  page,
  script,
  ollama,
}) => {
  await botRow(page, await launchBot(script)).click()
  await say(page, 'The secret word is harbour')
  await expect(repliesOf(page)).toContainText('harbour')
  await page.getByRole('button', { name: 'New conversation', exact: true }).click()
  await expect(page.getByText('Say something to Tutor')).toBeVisible()
  await say(page, 'What is the secret word?')
  await expect(repliesOf(page)).toContainText('You said')
  await expect(page.getByRole('log')).not.toContainText('harbour')
  const asked = ollama.requests.filter(({ path }) => path === '/api/chat').at(-1)
  expect(JSON.stringify(asked?.body)).not.toContain('harbour')
})

test('texts in any script are shown exactly as they were written', async ({ page, script }) => {
  await botRow(page, await launchBot(script)).click()
  const text = 'שלום עולם\n  two  spaces <b>&amp;</b> 👩‍👩‍👧 *not markdown*'
  await say(page, text)
  await expect(saidOf(page).getByText('שלום עולם')).toHaveText(text, { useInnerText: true })
  await expect(repliesOf(page)).toContainText('You said')
  await composerOf(page).press('ArrowUp')
  await expect(composerOf(page)).toHaveValue(text)
})
