import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { sendHttp } from '@test/support/http-client'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { composerOf, openSession, say } from './support/places.ts'
import { createSession, launchBot } from './support/script.ts'

async function openSection(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name, exact: true }).click()
}

test.describe('somebody who writes faster than the limit', () => {
  test.use({ env: { MESSAGES_PER_MINUTE: '2' } })

  test('is told how long to wait, and loses nothing of what they wrote', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script)
    await openSession(page, botId, await createSession(script, botId))
    for (const text of ['first words', 'second words']) {
      await say(page, text)
      await expect(page.getByText(`You said: ${text}`, { exact: true })).toBeVisible()
    }
    await say(page, 'third words')
    await expect(page.getByText('That is more than 2 messages a minute.')).toBeVisible()
    await expect(page.getByText('third words')).toBeVisible()
    await expect(composerOf(page)).toHaveValue('')
  })
})

test.describe('the limits in the settings', () => {
  test('are changed by keyboard, hold at once, and say what they turned away', async ({
    page,
    controller,
    script,
  }) => {
    await sendHttp(controller.address, '/health', { host: 'evil.test' })
    await openSection(page, 'Limits')
    const field = page.getByRole('textbox', { name: 'Messages that may wait in a conversation' })
    await expect(field).toHaveValue('5')
    await field.fill('101')
    await expect(page.getByText('Takes a whole number from 1 to 100.')).toBeVisible()
    await field.fill('7')
    await field.press('Enter')
    await expect(page.getByText('Saved.')).toBeVisible()
    const { limits } = await script.call('limits.get', {})
    expect(limits.find(({ name }) => name === 'maxQueued')?.value).toBe(7)
    await expect(page.getByText('Set by the environment (MESSAGES_PER_MINUTE)')).toBeVisible()

    const foreign = page.getByText('Requests for a foreign name').locator('..')
    await expect(foreign).toContainText('1')
    await sendHttp(controller.address, '/health', { host: 'evil.test' })
    await page.getByRole('button', { name: 'Count again' }).press('Enter')
    await expect(foreign).toContainText('2')
  })

  for (const [width, colorScheme] of [
    [1440, 'light'],
    [375, 'dark'],
    [320, 'light'],
    [320, 'dark'],
  ] as const) {
    test(`and the walls fit ${width} px in ${colorScheme}, and axe finds nothing serious`, async ({
      page,
    }, testInfo) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width: 1440, height: 800 })
      await page.getByRole('button', { name: 'Settings' }).click()
      await page.setViewportSize({ width, height: 800 })
      for (const [section, words] of [
        ['Limits', 'Turned away'],
        ['Server', 'Reverse proxies to believe'],
      ] as const) {
        await page.getByRole('button', { name: section, exact: true }).click()
        await expect(page.getByText(words, { exact: true })).toBeAttached()
        await page.screenshot({ path: testInfo.outputPath(`${section}.png`) })
        expect(await sidewaysOf(page)).toBe(0)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(
          violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
        ).toEqual([])
      }
    })
  }

  test('answer for another name as soon as it is added', async ({ page, controller }) => {
    const named = () => sendHttp(controller.address, '/health', { host: 'bots.home:81' })
    expect((await named()).status).toBe(403)
    await openSection(page, 'Server')
    const field = page.getByRole('textbox', { name: 'Further names of this server' })
    await field.fill('no name!')
    await expect(page.getByText('Takes values like bots.home')).toBeVisible()
    await field.fill('bots.home:81, https://bots.example.org')
    await field.press('Enter')
    await expect(page.getByText('Saved.')).toBeVisible()
    expect((await named()).status).toBe(200)
    await expect(field).toHaveValue('bots.home:81, https://bots.example.org')
  })
})
