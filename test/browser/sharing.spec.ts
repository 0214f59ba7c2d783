import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { networkInterfaces } from 'node:os'
import { sendHttp } from '@test/support/http-client'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { composerOf } from './support/places.ts'

const outer = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address

const openServer = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Server', exact: true }).click()
}
const sharing = (page: Page) => page.getByRole('checkbox', { name: 'Share on this network' })

test.describe('sharing on this network', () => {
  test.skip(outer === undefined, 'this machine is in no network')

  test('opens the machine’s address from the settings, by keyboard, and shows it for others', async ({
    page,
    controller,
    openBrowser,
    watch,
  }) => {
    // What a browser says of any page that comes over plain HTTP from another machine.
    watch.expect(/Cross-Origin-Opener-Policy header has been ignored/)
    const shared = `http://${outer ?? ''}:${new URL(controller.address).port}`
    await expect(sendHttp(shared, '/health')).rejects.toThrow()
    await openServer(page)
    await sharing(page).press('Space')
    await expect(page.getByLabel('Address for other devices')).toHaveValue(shared)
    await expect(page.getByRole('img', { name: `QR code of ${shared}` })).toBeVisible()
    expect((await sendHttp(shared, '/health')).status).toBe(200)
    await page.getByRole('button', { name: 'Can others connect?' }).press('Enter')
    await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible()

    const other = await openBrowser()
    await other.goto(shared)
    await expect(other.getByRole('heading', { name: /sign in/i })).toBeVisible()
  })

  for (const [width, colorScheme] of [
    [1440, 'light'],
    [375, 'dark'],
    [320, 'light'],
  ] as const) {
    test(`fits ${width} px in ${colorScheme}, and axe finds nothing serious`, async ({
      page,
    }, testInfo) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await openServer(page)
      await sharing(page).click()
      await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible()
      await page.getByRole('button', { name: 'Can others connect?' }).click()
      await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible()
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: testInfo.outputPath('shared.png') })
      expect(await sidewaysOf(page)).toBe(0)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
      ).toEqual([])
    })
  }
})

test('a port changed in a browser is kept from the new address', async ({
  page,
  script,
}, testInfo) => {
  const { server } = await script.call('server.change', {})
  await openServer(page)
  const port = page.getByRole('textbox', { name: 'Port', exact: true })
  await port.fill('0')
  await expect(page.getByText('A port is a number from 1 to 65535.')).toBeVisible()
  await port.fill(String(server.port + 1))
  await port.press('Enter')
  await expect(page.getByText('The address of Port 8000 was changed.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.screenshot({ path: testInfo.outputPath('unconfirmed.png') })
  await page.getByRole('button', { name: /^Open http/ }).click()
  // The page as it was has a composer, too.
  await page.waitForURL(({ port }) => port === String(server.port + 1))
  await composerOf(page).waitFor()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(page.getByText('The address of Port 8000 was changed.')).toHaveCount(0)
  expect((await script.call('server.change', {})).server.unconfirmedUntil).toBeNull()
})

test('a port changed in a browser can be taken back', async ({ page, script }) => {
  const { server } = await script.call('server.change', {})
  await script.call('server.change', { port: server.port + 1 })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('The address of Port 8000 was changed.')).toHaveCount(0)
  expect((await script.call('server.change', {})).server.port).toBe(server.port)
})
