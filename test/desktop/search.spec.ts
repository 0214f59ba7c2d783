import { expect, test } from './fixtures.ts'

test('the window finds what was said, in a thread beside the main process', async ({ page }) => {
  const words = 'How do I connect a pear?'
  await page.getByRole('textbox', { name: /^Message to / }).fill(words)
  await page.keyboard.press('Enter')
  const field = page.getByRole('combobox', { name: 'Search conversations' })
  const found = page.getByRole('listbox', { name: 'Results' }).getByRole('option')
  await page.keyboard.press('ControlOrMeta+Shift+f')
  await expect(async () => {
    // Asked again until it is stored.
    await field.fill('')
    await field.fill('"connect a pear" from:me')
    await expect(found).toHaveCount(2, { timeout: 1_000 })
  }).toPass()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-found]')).toContainText(words)
})
