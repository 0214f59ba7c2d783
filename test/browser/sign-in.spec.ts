import { expect, signIn, test } from './fixtures.ts'
import { composerOf } from './support/places.ts'

const REFUSED = /status of 401/

test('the link that the controller prints signs a browser in, for good', async ({
  openBrowser,
  controller,
}) => {
  const page = await openBrowser()
  await signIn(page, controller.signInLink)
  expect(page.url()).not.toContain('sign-in')

  await page.reload()
  await expect(composerOf(page)).toBeVisible()
})

test('a browser that is not signed in learns how to get in, and a pasted link opens the door', async ({
  openBrowser,
  controller,
}) => {
  const page = await openBrowser()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in to Port 8000' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Paste the link or its code.')).toBeVisible()

  await page.getByLabel('Sign-in link or code').fill(controller.signInLink)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(composerOf(page)).toBeVisible()
})

test('a link that was used says so, and a new one works in the same tab', async ({
  page,
  openBrowser,
  controller,
  script,
  watch,
}) => {
  watch.expect(REFUSED)
  await expect(composerOf(page)).toBeVisible()

  const other = await openBrowser()
  await other.goto(controller.signInLink)
  await expect(other.getByRole('alert')).toContainText(/link/i)
  await expect(other.getByRole('heading', { name: 'Sign in to Port 8000' })).toBeVisible()

  const { url } = await script.call('access.createLink', {})
  await other.evaluate(`location.href = ${JSON.stringify(url)}`)
  await expect(composerOf(other)).toBeVisible()
})

test('a code that nobody made is refused and what was typed stays', async ({
  openBrowser,
  watch,
}) => {
  watch.expect(REFUSED)
  const page = await openBrowser()
  await page.goto('/')
  await page.getByLabel('Sign-in link or code').fill('not-a-code')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText(/link/i)
  await expect(page.getByLabel('Sign-in link or code')).toHaveValue('not-a-code')
})

test('a browser that is signed out from elsewhere shows the sign-in page at once', async ({
  page,
  script,
}) => {
  await expect(composerOf(page)).toBeVisible()
  const { devices } = await script.call('access.listDevices', {})
  expect(devices).toHaveLength(1)
  for (const { id } of devices) await script.call('access.revokeDevice', { deviceId: id })
  await expect(page.getByRole('heading', { name: 'Sign in to Port 8000' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sign in to Port 8000' })).toBeVisible()
})

test('signing this browser out in the settings shows the sign-in page', async ({ page }) => {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Devices' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Port 8000' })).toBeVisible()
})
