import { readFile } from 'node:fs/promises'
import { createBot } from './create-bot'
import { expect, test } from './fixtures'

test('a file that was exported in the window is saved where the person says', async ({
  launch,
}, testInfo) => {
  const { app, page } = await launch()
  await createBot(page, 'Tutor')
  await page.getByRole('textbox', { name: 'Message to Tutor' }).fill('words to take along')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(2)
  const path = testInfo.outputPath('saved.md')
  // Stands for the person in the system's dialog.
  await app.evaluate(({ session }, savePath) => {
    session.defaultSession.once('will-download', (_, item) => item.setSavePath(savePath))
  }, path)
  await page.getByRole('button', { name: 'More for Tutor' }).click()
  await page.getByRole('menuitem', { name: 'Export…' }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Save the file' })).toBeVisible()
  await expect(async () => {
    expect(await readFile(path, 'utf8')).toContain('words to take along')
  }).toPass()
})
