import type { Page } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { composerOf } from './support/places.ts'

/** The section of the settings that lets people in. */
async function openPeople(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'People', exact: true }).click()
  return page.getByRole('region', { name: 'People' })
}

test('an owner lets somebody in, who sees nothing until it is shared, and is signed out when removed', async ({
  page,
  openBrowser,
  script,
  watch,
}) => {
  watch.expect(/status of 401/)
  const people = await openPeople(page)
  await people.getByLabel('Name').fill('Anna')
  await people.getByRole('button', { name: 'Add' }).click()
  const row = people.getByRole('listitem').filter({ hasText: 'Anna' })
  await expect(row).toContainText('member · 0 conversations')
  await row.getByRole('button', { name: 'Sign-in link' }).click()
  const link = await row.getByLabel('Sign-in link for Anna').inputValue()
  await page.keyboard.press('Escape')

  const anna = await openBrowser()
  await signIn(anna, link)
  await expect(anna.getByText('Say something to Guide')).toBeVisible()
  await expect(anna.locator('[data-session]')).toHaveCount(0)

  // The Guide's conversation is the owner's: it is shared from its menu.
  await page.getByRole('button', { name: 'Actions for New conversation' }).click()
  await page.getByRole('menuitem', { name: 'Share…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Share the conversation' })
  await dialog.getByText('Some people').click()
  await dialog.getByLabel('Anna').selectOption('write')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.locator('[data-session]').getByText('Shared')).toBeAttached()

  const shared = anna.locator('[data-session]')
  await expect(shared).toContainText('Owner')
  await shared.click()
  await composerOf(anna).fill('Is this thing on?')
  await anna.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Anna' })).toBeVisible()
  await expect(anna.getByRole('heading', { name: 'You', exact: true })).toBeVisible()

  const { people: all } = await script.call('people.list', {})
  const annaId = all.find(({ name }) => name === 'Anna')?.id ?? ''
  await script.call('people.update', { personId: annaId, role: 'viewer' })
  await expect(anna.getByText('You may read it.')).toBeVisible()
  await script.call('people.remove', { personId: annaId })
  await expect(anna.getByRole('heading', { name: 'Sign in to Port 8000' })).toBeVisible()
})

test('everybody is told while owners may read what is private', async ({ page }) => {
  const people = await openPeople(page)
  await people.getByLabel('Owners may read private conversations').click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Owners can read private conversations.')).toBeVisible()
})
