import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { ChatRequest, Said } from '@test/support/fake-ollama/options'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { botRow, choose, repliesOf, say } from './support/places.ts'
import { launchBot } from './support/script.ts'

const SCRIPT = fileURLToPath(new URL('../support/tool-servers/tool-server.mjs', import.meta.url))

/** Calls a tool, then says what came of it. */
function callsTool({ messages }: ChatRequest): Said {
  const last = messages.at(-1)
  if (last?.role === 'tool') return `It says: ${last.content}`
  return [{ call: 'files_echo', with: { text: 'hello' } }]
}

test.use({ ollamaOptions: { reply: callsTool }, reducedMotion: 'reduce' })

const row = (page: Page, name: string) => page.locator(`[data-tool-server="${name}"]`)

async function openTools(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Tools', exact: true }).click()
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
    [],
  )
}

test('the owner tries a tool server, adds it, grants one of its tools, and a bot calls it', async ({
  page,
  script,
}) => {
  const bot = await launchBot(script, { model: 'scripted' })
  await openTools(page)
  await expect(page.getByText('No tool servers yet')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add a tool server' }).press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Name' }).fill('files')
  await page.getByRole('textbox', { name: 'Program' }).fill('no-such-program-at-all')
  await page.getByRole('button', { name: 'Test the connection' }).press('Enter')
  await expect(page.getByText('There is no program of this name')).toBeVisible()

  await page.getByRole('textbox', { name: 'Program' }).fill(process.execPath)
  const args = page.getByRole('textbox', { name: 'Arguments' })
  await args.fill(`${SCRIPT}\nmute`)
  await page.getByRole('button', { name: 'Test the connection' }).press('Enter')
  await expect(page.getByText('Trying it,')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel the test' }).press('Enter')
  await expect(page.getByText('The test was cancelled.')).toBeVisible()

  await args.fill(`${SCRIPT}\nplain`)
  await page.getByRole('button', { name: 'Test the connection' }).press('Enter')
  await expect(page.getByText('test-tools 1.0.0 answers, with 12 tools: echo')).toBeVisible()
  await page.setViewportSize({ width: 320, height: 568 })
  expect(await sidewaysOf(page)).toBe(0)
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Add server' }).press('Enter')
  await expect(row(page, 'files')).toContainText('ready, 12 tools')
  await row(page, 'files').getByLabel('Tools of files').press('Enter')
  await expect(row(page, 'files')).toContainText('Says what it is told.')
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  await botRow(page, bot).click()
  await choose(page, 'Actions for Tutor', 'Edit')
  await page.locator('summary', { hasText: /^Tools/ }).click()
  const choice = page.getByLabel('files.echo')
  await expect(choice).toHaveValue('off')
  await choice.selectOption('Always')
  await page.getByRole('button', { name: 'Save' }).click()
  await say(page, 'files_echo')
  await expect(repliesOf(page).last()).toContainText('It says: You said: hello')
  const call = repliesOf(page).last().locator('details', { hasText: 'files.echo' })
  await call.locator('summary').press('Enter')
  await expect(call.getByLabel('Result')).toHaveText('You said: hello')
})

test('a server is switched off, fails, is removed and brought back; a changed tool is marked', async ({
  page,
  script,
}) => {
  const target = { kind: 'stdio', command: process.execPath } as const
  const { toolServer } = await script.call('toolServers.add', {
    ...{ name: 'files', target: { ...target, arguments: [SCRIPT, 'plain'] } },
  })
  await openTools(page)
  await expect(row(page, 'files')).toContainText('ready')
  await page.getByRole('button', { name: 'Switch files off' }).press('Enter')
  await expect(row(page, 'files')).toContainText('off')
  await page.getByRole('button', { name: 'Switch files on' }).press('Enter')
  await expect(row(page, 'files')).toContainText('ready')
  await page.getByRole('button', { name: 'Remove files' }).press('Enter')
  await expect(row(page, 'files')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(row(page, 'files')).toContainText('ready')

  const { tools } = await script.call('tools.list', {})
  const seen = tools.find(({ name }) => name === 'files.change')?.fingerprint ?? ''
  const grants = ['files.change', 'files.echo'].map((tool) => ({
    ...{ tool, approval: 'always' as const, seen },
  }))
  const bot = await launchBot(script, { model: 'scripted', options: { tools: grants } })
  await script.call('toolServers.update', {
    ...{ toolServerId: toolServer.id, target: { ...target, arguments: [SCRIPT, 'dies'] } },
  })
  await expect(row(page, 'files')).toContainText('ended with code 3')
  await expect(row(page, 'files')).toContainText('What it said last')
  await expectAccessible(page)
  await page.keyboard.press('Escape')

  await botRow(page, bot).click()
  await choose(page, 'Actions for Tutor', 'Edit')
  const summary = page.locator('summary', { hasText: /^Tools/ })
  await expect(summary).toContainText('1 granted, 1 changed')
  await summary.click()
  await expect(page.getByText('Its server changed this tool after it was granted')).toBeVisible()
  await expect(page.getByLabel('files.change')).toHaveValue('always')
  await expect(page.getByLabel('files.echo')).toHaveValue('off')
  await page.setViewportSize({ width: 320, height: 568 })
  expect(await sidewaysOf(page)).toBe(0)
})
