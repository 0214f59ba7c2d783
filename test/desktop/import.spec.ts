import { writeFile } from 'node:fs/promises'
import { CHATGPT } from '../integration/transfer/foreign-files'
import { expect, test } from './fixtures'

test('a file is imported in the window, which has no credential of the server', async ({
  launch,
}, testInfo) => {
  const { page } = await launch()
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Import…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import conversations' })
  // More than one piece, so that the second one has to find its place.
  const padding = ' '.repeat(9_000_000)
  const path = testInfo.outputPath('conversations.json')
  await writeFile(path, CHATGPT + padding)
  await dialog.getByLabel(/Choose a file/).setInputFiles(path)
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText('The moon pulls.')).toBeVisible()
})
