import { AxeBuilder } from '@axe-core/playwright'
import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { botRow, choose, composerOf, repliesOf, say } from './support/places.ts'
import { createBot, launchBot } from './support/script.ts'

const THOUGHTS = Array.from(
  { length: 60 },
  (_, index) => `Note ${String(index)}: look at it again.\n\n`,
).join('')

const toggleOf = (reply: Locator) => reply.getByRole('button', { name: /^(Thinking…|Thought for)/ })
const notesOf = (reply: Locator) => reply.getByRole('group', { name: 'What the model thought' })

test.describe('a model that thinks', () => {
  test.use({
    ollamaOptions: {
      reply: () => 'The answer is 7.',
      thoughts: () => THOUGHTS,
      tokensPerSecond: 400,
    },
  })

  test('shows its notes while they come, apart from the answer, and keeps them closed', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script, { model: 'scripted', options: { think: 'on' } })
    await botRow(page, botId).click()
    await say(page, 'What is 3+4?')
    const reply = repliesOf(page).last()
    await expect(toggleOf(reply)).toHaveText(/^Thinking… [\d.]+ s/)
    await expect(toggleOf(reply)).toHaveAttribute('aria-expanded', 'false')
    await toggleOf(reply).press('Enter')
    await expect(notesOf(reply)).toContainText('Note 1:')
    // Open stays open when the stored reply takes the place of the live one.
    await expect(reply).toContainText('The answer is 7.')
    await expect(toggleOf(reply)).toHaveText(/^Thought for /)
    await expect(reply).not.toHaveAttribute('aria-busy', 'true')
    await expect(notesOf(reply)).toContainText('Note 59:')
    await toggleOf(reply).press('Space')
    await expect(notesOf(reply)).toHaveCount(0)

    await page.reload()
    await expect(toggleOf(reply)).toHaveAttribute('aria-expanded', 'false')
    await expect(reply).toContainText('The answer is 7.')
    await expect(reply).not.toContainText('Note 1:')
  })

  test('has notes that scroll by themselves, at 320 px too, where axe finds nothing serious', async ({
    page,
    script,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    const botId = await launchBot(script, { model: 'scripted', options: { think: 'low' } })
    const { session } = await script.call('sessions.create', { botId })
    await page.goto(`${new URL(page.url()).origin}/#/${botId}/${session.id}`)
    await composerOf(page).waitFor()
    await say(page, 'What is 3+4?')
    const reply = repliesOf(page).last()
    await expect(toggleOf(reply)).toHaveText(/^Thought for /)
    await toggleOf(reply).click()
    await notesOf(reply).focus()
    await page.keyboard.press('End')
    await expect(notesOf(reply).getByText('Note 59:')).toBeInViewport()
    expect(await notesOf(reply).evaluate((box) => box.scrollHeight > 2 * box.clientHeight)).toBe(
      true,
    )
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
    ).toEqual([])
  })
})

test('thinking is turned on in the bot’s dialog, where its model can think', async ({
  page,
  script,
}) => {
  const botId = await createBot(script, { model: 'tiny:latest' })
  await botRow(page, botId).click()
  await choose(page, 'Actions for Tutor', 'Edit')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Thinking')).toBeDisabled()
  await expect(dialog.getByText('cannot think. Choose a model that can.')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption('scripted:latest')
  await dialog.getByLabel('Thinking').selectOption('high')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  expect((await script.call('bots.get', { botId })).bot.options).toEqual({ think: 'high' })
})
