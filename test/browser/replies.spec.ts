import { expect, test } from './fixtures.ts'
import { scrollToRow, topOf } from './support/dom.ts'
import { botRow, composerOf, repliesOf, saidOf, say } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

const CODE = 'const answer: number = 42'
const MARKDOWN = [
  '## A heading',
  'Some **bold** words and `code`.',
  `\`\`\`ts\n${CODE}\n\`\`\``,
  '| one | two |\n| --- | --- |\n| 1 | 2 |',
  '- [x] done\n- [ ] open',
].join('\n\n')

test.describe('a reply in Markdown', () => {
  test.use({
    ollamaOptions: { reply: () => MARKDOWN },
    permissions: ['clipboard-read', 'clipboard-write'],
  })

  test('is shown as headings, code and tables, and its code can be copied', async ({
    page,
    script,
  }) => {
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Show me')
    const reply = repliesOf(page).last()
    await expect(reply.getByRole('heading', { name: 'A heading' })).toBeVisible()
    await expect(reply.locator('strong')).toHaveText('bold')
    await expect(reply.getByRole('cell', { name: '2' })).toBeVisible()
    await expect(reply.locator('pre [class*="hljs-keyword"]')).toHaveText('const')

    await reply.getByRole('button', { name: 'Copy code' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(CODE)
    await reply.hover()
    await reply.getByRole('button', { name: 'Copy message' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(MARKDOWN)
  })
})

test.describe('a long piece of code that grows', () => {
  const lines = Array.from(
    { length: 120 },
    (_, index) => `const line${String(index)} = ${String(index)}`,
  )
  test.use({
    ollamaOptions: { reply: () => `\`\`\`ts\n${lines.join('\n')}\n\`\`\``, tokensPerSecond: 150 },
  })

  test('is coloured in a worker, and what is coloured already stays as it is', async ({
    page,
    script,
  }) => {
    await botRow(page, await launchBot(script)).click()
    await say(page, 'Show me')
    const reply = repliesOf(page).last()
    const first = reply.locator('pre [class*="hljs-keyword"]').first()
    await expect(reply.locator('code')).toContainText('const line60 ')
    await expect(first).toHaveText('const')
    const kept = await first.elementHandle()
    expect(page.workers().map((worker) => new URL(worker.url()).pathname)).toEqual([
      expect.stringMatching(/^\/assets\/highlight-worker-/),
    ])
    await expect(reply).not.toHaveAttribute('aria-busy', 'true')
    await expect(reply.locator('pre [class*="hljs-keyword"]')).toHaveCount(lines.length)
    expect(await kept.evaluate((element) => element.isConnected)).toBe(true)
    expect(await reply.locator('code').textContent()).toBe(lines.join('\n'))
  })
})

test('who reads further up is not pulled down; a pill says what is new', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  for (let count = 1; count <= 8; count += 1)
    await sayByScript(script, sessionId, `Question ${String(count)} ${'and more '.repeat(60)}`)
  await botRow(page, botId).click()
  await expect(repliesOf(page)).toHaveCount(8)
  await expect(saidOf(page).last()).toBeInViewport()

  const anchor = saidOf(page).filter({ hasText: 'Question 2 ' })
  await scrollToRow(anchor)
  await expect(page.getByRole('button', { name: 'Latest' })).toBeVisible()
  const before = await topOf(anchor)
  await sayByScript(script, sessionId, 'Something new')
  const pill = page.getByRole('button', { name: '2 new' })
  await expect(pill).toBeVisible()
  expect(await topOf(anchor)).toBe(before)

  await pill.click()
  await expect(repliesOf(page).last()).toBeInViewport()
  await expect(pill).toBeHidden()
})

test('the status panel tells the model, the state and how the last reply went', async ({
  page,
  script,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await botRow(page, await launchBot(script)).click()
  await say(page, 'Hello')
  await expect(repliesOf(page)).toContainText('You said: Hello')
  const panel = page.getByRole('complementary', { name: 'Status' })
  await expect(panel).toContainText('ready')
  await expect(panel).toContainText('tiny')
  await expect(panel).toContainText(/first token/i)
  await expect(panel).toContainText(/tokens\/s|tok\/s/)
})

test('the composer grows with what is written and shrinks again when it is sent', async ({
  page,
  script,
}) => {
  await botRow(page, await launchBot(script)).click()
  const low = await composerOf(page).boundingBox()
  await composerOf(page).fill('one\ntwo\nthree\nfour')
  const high = await composerOf(page).boundingBox()
  expect(high?.height ?? 0).toBeGreaterThan((low?.height ?? 0) + 40)
  await composerOf(page).press('Shift+Enter')
  await expect(composerOf(page)).toHaveValue('one\ntwo\nthree\nfour\n')
  await composerOf(page).press('Enter')
  await expect(composerOf(page)).toHaveValue('')
  expect((await composerOf(page).boundingBox())?.height).toBe(low?.height)
})
