import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

/** Makes a bot on the fake's model by way of the dialog, launches it, and waits until it is ready. */
export async function createBot(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New bot' }).click()
  const dialog = page.getByRole('dialog', { name: 'New bot' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('combobox', { name: 'Model' }).selectOption('scripted:latest')
  await dialog.getByRole('button', { name: 'Create and launch' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: new RegExp(`^${name} ready`) })).toBeVisible()
}
