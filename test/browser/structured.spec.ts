import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { botRow, choose, composerOf, repliesOf, saidOf, say } from './support/places.ts'
import { createBot, launchBot } from './support/script.ts'

const SCHEMA = {
  type: 'object',
  properties: { name: { type: 'string' }, parts: { type: 'array', items: { type: 'number' } } },
  required: ['name'],
}
const SHOTS = process.env['PORT8000_SHOTS']

const treeOf = (page: Page) => repliesOf(page).last().getByRole('tree', { name: 'Reply' })
const rowOf = (page: Page, name: string | RegExp) => treeOf(page).getByRole('treeitem', { name })
const formatButton = (page: Page) => page.getByRole('button', { name: /^Format of the reply: / })

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

test.describe('a bot that replies by a schema', () => {
  let answer = ''
  test.use({
    ollamaOptions: { reply: () => answer, tokensPerSecond: 200 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })

  test('has replies in the look of code while they come, then a tree to walk by keyboard', async ({
    page,
    script,
  }) => {
    answer = `{"name": "# wheel *6*", "parts": [${'1, '.repeat(120)}2]}`
    const botId = await launchBot(script, { name: 'Parts', options: { format: SCHEMA } })
    await botRow(page, botId).click()
    await say(page, 'Which parts?')
    const reply = repliesOf(page).last()
    const raw = reply.getByRole('group', { name: 'Reply as text' })
    await expect(raw).toContainText('# wheel *6*')
    await expect(reply.getByRole('heading', { name: /wheel/ })).toHaveCount(0)
    await expect(treeOf(page)).toBeVisible()
    await expect(raw).toHaveCount(0)
    await shoot(page, 'tree')
    if (SHOTS !== undefined) {
      await page.emulateMedia({ colorScheme: 'dark' })
      await shoot(page, 'tree-dark')
      await page.setViewportSize({ width: 375, height: 700 })
      await shoot(page, 'tree-dark-375')
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.emulateMedia({ colorScheme: 'light' })
    }

    await rowOf(page, /^2 members/).focus()
    await page.keyboard.press('ArrowDown')
    await expect(rowOf(page, 'name: "# wheel *6*"')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    const parts = rowOf(page, 'parts: 121 items')
    await expect(parts).toBeFocused()
    await expect(parts).toHaveAttribute('aria-expanded', 'true')
    await page.keyboard.press('ArrowLeft')
    await expect(parts).toHaveAttribute('aria-expanded', 'false')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await expect(rowOf(page, /^0: 1$/)).toBeFocused()
    await page.keyboard.press('End')
    await expect(rowOf(page, '21 more')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(rowOf(page, /^100: 1$/)).toBeFocused()
    await page.keyboard.press('End')
    await expect(rowOf(page, /^120: 2$/)).toBeFocused()
    await expect(reply.getByText('/parts/120', { exact: true })).toBeVisible()
    await reply.getByRole('button', { name: 'Copy path' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('/parts/120')
    await reply.getByRole('button', { name: 'Copy value' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('2')
    await rowOf(page, /^120: 2$/).focus()
    await page.keyboard.press('ArrowLeft')
    await expect(parts).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Home')
    await expect(rowOf(page, /^2 members/)).toBeFocused()

    await reply.getByRole('button', { name: 'As text' }).press('Enter')
    await expect(raw).toHaveText(answer)
    await reply.getByRole('button', { name: 'As text' }).press('Enter')
    await expect(treeOf(page)).toBeVisible()
  })

  test('says why a reply does not fit, and tries again', async ({ page, script }) => {
    answer = '{"name": 7}'
    const botId = await launchBot(script, { name: 'Parts', options: { format: SCHEMA } })
    await botRow(page, botId).click()
    await say(page, 'Which parts?')
    const problem = repliesOf(page)
      .last()
      .getByRole('group', { name: 'Not in the format asked for' })
    await expect(problem).toContainText('name: Instance type "number" is invalid.')
    await shoot(page, 'invalid')
    answer = '{"name": "wheel"}'
    await problem.getByRole('button', { name: 'Try again' }).click()
    await expect(rowOf(page, 'name: "wheel"')).toBeVisible()
    await expect(problem).toHaveCount(0)
  })

  test('shows a stopped reply as it came, never as Markdown', async ({ page, script }) => {
    answer = `{"name": "# one", "parts": [${'3, '.repeat(5_000)}4]}`
    const botId = await launchBot(script, { name: 'Parts', options: { format: SCHEMA } })
    await botRow(page, botId).click()
    await say(page, 'Which parts?')
    const reply = repliesOf(page).last()
    await expect(reply).toContainText('# one')
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(reply.getByText('Stopped', { exact: true })).toBeVisible()
    await expect(reply.getByRole('group', { name: 'Reply as text' })).toContainText('# one')
    await expect(reply.getByRole('group', { name: 'Not in the format asked for' })).toHaveCount(0)
  })
})

test.describe('the format of one message', () => {
  test.use({ ollamaOptions: { reply: () => '[1, 2]' } })

  test('is chosen by keyboard beside it, kept over a reload and by its other versions', async ({
    page,
    script,
    ollama,
  }) => {
    const formats = () =>
      ollama.requests
        .filter(({ path }) => path === '/api/chat')
        .map(({ body }) => body as { format?: unknown; messages: unknown[] })
        .filter(({ messages }) => messages.length > 0)
        .map(({ format }) => format)
    const botId = await launchBot(script, { name: 'Tutor' })
    await botRow(page, botId).click()
    await composerOf(page).fill('Some numbers')
    await formatButton(page).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Format of the reply' })
    await dialog.getByLabel('For this message only').selectOption('schema')
    const schema = dialog.getByRole('textbox', { name: 'JSON schema' })
    await schema.fill('{"type": "list"}')
    await dialog.getByRole('button', { name: 'Use' }).press('Enter')
    await expect(schema).toHaveAccessibleDescription(/“type” takes one of object, array/)
    await shoot(page, 'one-message')
    await schema.fill('{"type": "array"}')
    await dialog.getByRole('button', { name: 'Use' }).press('Enter')
    await expect(formatButton(page)).toHaveAccessibleName('Format of the reply: Schema')
    await expect(formatButton(page)).toBeFocused()
    // Written a little after it was typed, and at once where the page goes.
    await page.reload()
    await expect(formatButton(page)).toHaveAccessibleName('Format of the reply: Schema')
    await composerOf(page).press('Enter')
    await expect(rowOf(page, /^1: 2$/)).toBeVisible()
    await expect(formatButton(page)).toHaveAccessibleName('Format of the reply: as the bot is set')
    await expect(saidOf(page).last()).toContainText('as JSON by a schema')

    await saidOf(page).last().getByRole('button', { name: 'Edit message' }).click()
    const edit = page.getByRole('textbox', { name: 'Another version of your message' })
    await edit.fill('Other numbers')
    await edit.press('Enter')
    await expect(saidOf(page).last()).toContainText('Other numbers')
    await expect(rowOf(page, /^1: 2$/)).toBeVisible()
    await say(page, 'And now words')
    await expect(repliesOf(page)).toHaveCount(2)
    await expect.poll(formats).toEqual([{ type: 'array' }, { type: 'array' }, undefined])
  })

  test('takes no more room at 320 px, where axe finds nothing serious', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script, { name: 'Reviewer of everything' })
    const { session } = await script.call('sessions.create', { botId })
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${new URL(page.url()).origin}/#/${botId}/${session.id}`)
    await composerOf(page).waitFor()
    const form = page.locator('form').filter({ has: composerOf(page) })
    const heightOf = async () => (await form.boundingBox())?.height
    // One line, as high as its buttons.
    expect(await heightOf()).toBeLessThanOrEqual(56)
    await formatButton(page).click()
    const dialog = page.getByRole('dialog', { name: 'Format of the reply' })
    await dialog.getByLabel('For this message only').selectOption('schema')
    expect(await sidewaysOf(page)).toBe(0)
    await shoot(page, 'one-message-320')
    await dialog.getByRole('button', { name: 'Use' }).click()
    expect(await heightOf()).toBeLessThanOrEqual(56)
    await shoot(page, 'composer-320')
    await say(page, 'Numbers')
    await expect(treeOf(page)).toBeVisible()
    expect(await sidewaysOf(page)).toBe(0)
    await shoot(page, 'tree-320')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
    ).toEqual([])
  })
})

test('a bot’s schema is refused at its field with the place, and saved once it is right', async ({
  page,
  script,
}) => {
  const botId = await createBot(script, { name: 'Parts' })
  await choose(page, 'Actions for Parts', 'Edit')
  const dialog = page.getByRole('dialog', { name: `Edit ${botId}` })
  await dialog.getByLabel('Format of replies').selectOption('schema')
  const schema = dialog.getByRole('textbox', { name: 'JSON schema' })
  await schema.fill('{"properties": {"name": {"type": "text"}}}')
  await dialog.getByLabel('Format of replies').focus()
  await expect(schema).toHaveAccessibleDescription(/“properties\/name\/type” takes one of object/)
  await shoot(page, 'bot-dialog')
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await schema.fill(JSON.stringify(SCHEMA))
  await dialog.getByLabel('Format of replies').selectOption('json')
  await expect(schema).toHaveCount(0)
  await dialog.getByLabel('Format of replies').selectOption('schema')
  await expect(schema).toHaveValue(JSON.stringify(SCHEMA))
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  const { bot } = await script.call('bots.get', { botId })
  expect(bot.options.format).toEqual(SCHEMA)
})
