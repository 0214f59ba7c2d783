import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { CHATGPT } from '../integration/transfer/foreign-files.ts'
import { expect, test } from './fixtures.ts'

const file = (content: string) => ({
  name: 'conversations.json',
  mimeType: 'application/json',
  buffer: Buffer.from(content),
})

async function openImport(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Import…' }).press('Enter')
  return page.getByRole('dialog', { name: 'Import conversations' })
}

test('ChatGPT’s conversations are looked through, brought in for a new bot, and shown', async ({
  page,
}) => {
  const dialog = await openImport(page)
  await expect(dialog.getByLabel(/Choose a file/)).toBeFocused()
  await dialog.getByLabel(/Choose a file/).setInputFiles(file(CHATGPT))
  await expect(dialog.getByText('From ChatGPT: 1 conversation, 5 messages.')).toBeVisible()
  await expect(dialog.getByText(/Cannot be kept: tool calls \(1\)/)).toBeVisible()
  await expect(dialog.getByLabel('They become conversations with')).toHaveValue('')
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Imported 1 conversation, 5 messages.')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('The moon pulls.')).toBeVisible()
  await expect(page.getByRole('button', { name: /Imported from ChatGPT/ }).first()).toBeVisible()

  const again = await openImport(page)
  await again.getByLabel(/Choose a file/).setInputFiles(file(CHATGPT))
  await expect(again.getByText('Nothing new in this file from ChatGPT.')).toBeVisible()
  await expect(again.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0)
})

test('a file that is broken says where, and another can be chosen', async ({ page }) => {
  const dialog = await openImport(page)
  await dialog.getByLabel(/Choose a file/).setInputFiles(file(CHATGPT.slice(0, 700)))
  await expect(dialog.getByRole('alert')).toContainText(/ends here.*byte \d+.*Nothing was imported/)
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel(/Choose a file/)).toBeVisible()
})

test('a file is dropped onto the dialog', async ({ page }) => {
  const dialog = await openImport(page)
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'conversations.json'))
    return transfer
  }, CHATGPT)
  await dialog.getByText('or drop it here').dispatchEvent('drop', { dataTransfer: data })
  await expect(dialog.getByText('From ChatGPT: 1 conversation, 5 messages.')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`at 320 px in ${colorScheme}`, () => {
    test.use({ viewport: { width: 320, height: 640 }, colorScheme, reducedMotion: 'reduce' })

    test('the dialog fits, and axe finds nothing serious in it', async ({ page }) => {
      await page.getByRole('button', { name: /^Bots and conversations/ }).click()
      const dialog = await openImport(page)
      const check = async () => {
        const isWide = 'document.documentElement.scrollWidth > innerWidth'
        expect(await page.evaluate(isWide)).toBe(false)
        const { violations } = await new AxeBuilder({ page }).analyze()
        const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        expect(bad.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      }
      await check()
      await dialog.getByLabel(/Choose a file/).setInputFiles(file(CHATGPT))
      await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeVisible()
      await check()
    })
  })
}
