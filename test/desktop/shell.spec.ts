import { expect, test } from './fixtures'

test('opens on the Guide, launched, with its opening message', async ({ page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guide')
  await expect(page.getByRole('button', { name: 'Guide ready BOT-001' })).toBeVisible()
  await expect(page.getByRole('log').getByRole('article')).toContainText('I am the Guide')
  await expect(page).toHaveTitle(/Port 8000/)
})

test('keeps everything of one window in its data folder, and stands where it stood', async ({
  launch,
}) => {
  const first = await launch()
  const place = { x: 40, y: 60, width: 900, height: 640 }
  const paths = await first.app.evaluate(async ({ app, BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds)
    return [app.getPath('userData'), app.getPath('sessionData')]
  }, place)
  await expect.poll(() => first.page.evaluate(() => outerWidth)).toBe(place.width)
  await first.app.close()

  const again = await launch()
  const found = await again.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  )
  expect(found).toEqual(place)
  expect(paths[1]).toBe(`${String(paths[0])}/window`)
})

test('shows the same in a second window of its own', async ({ launch }) => {
  const { app, page } = await launch()
  const opening = app.waitForEvent('window')
  await app.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File')
    file?.submenu?.items.find(({ label }) => label === 'New &Window')?.click()
  })
  const second = await opening
  await expect(second.getByRole('heading', { level: 1 })).toHaveText('Guide')

  await page.getByRole('textbox', { name: 'Message to Guide' }).fill('Where is my data?')
  await page.getByRole('button', { name: 'Send' }).click()
  const question = second.getByRole('log').getByRole('article').filter({ hasText: 'Where is my' })
  await expect(question.last()).toBeVisible()

  await page.close()
  await second.getByRole('textbox', { name: 'Message to Guide' }).fill('How do I launch a bot?')
  await second.getByRole('button', { name: 'Send' }).click()
  await expect(second.getByRole('log')).toContainText('How do I launch a bot?')
})
