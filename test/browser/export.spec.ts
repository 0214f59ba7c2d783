import { readFile } from 'node:fs/promises'
import { expect, test } from './fixtures.ts'
import { choose, openSession } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

test('all of a bot is exported from its menu, and the file holds what was said', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script, { name: 'Tutor' })
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'words to take along')
  await openSession(page, botId, sessionId)
  await choose(page, 'More for Tutor', 'Export…')
  const dialog = page.getByRole('dialog', { name: 'Export all of Tutor' })
  await expect(dialog.getByLabel('File')).toBeFocused()
  await dialog.getByLabel('File').selectOption('html')
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).press('Enter')
  const download = await saving
  expect(download.suggestedFilename()).toMatch(/\.html$/)
  const html = await readFile(await download.path(), 'utf8')
  expect(html).toContain('words to take along')
  expect(html).not.toContain('<script')
  await expect(dialog.getByRole('link', { name: 'Save the file' })).toBeVisible()
  await expect(dialog.getByText(/^1 conversations?, 2 messages/)).toBeVisible()
})

test('everything is exported from the settings, where its file waits to be saved again', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'everything I said')
  await openSession(page, botId, sessionId)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Export everything…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export everything' })
  await dialog.getByLabel('File').selectOption('json')
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const download = await saving
  const exported: unknown = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(JSON.stringify(exported)).toContain('everything I said')
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Data' }).click()
  await expect(page.getByRole('list', { name: 'Exports' }).getByRole('link')).toHaveCount(1)
})
