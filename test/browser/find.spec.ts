import type { Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { composerOf, openSession } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

const barOf = (page: Page) => page.getByRole('search', { name: 'Find in this conversation' })
const fieldOf = (page: Page) => barOf(page).getByRole('textbox')
const countOf = (page: Page) => barOf(page).getByRole('status')
const foundOf = (page: Page) => page.locator('[data-found]')

test('a text is found in a long conversation by keyboard alone, also where it was not loaded', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  for (let turn = 1; turn <= 70; turn += 1)
    await sayByScript(
      script,
      sessionId,
      turn % 30 === 5 ? `the Pear (number ${turn})` : `apple ${turn}`,
    )
  await openSession(page, botId, sessionId)
  await composerOf(page).fill('a draft')
  await page.keyboard.press('ControlOrMeta+f')
  await expect(fieldOf(page)).toBeFocused()

  await page.keyboard.type('pear (NUM')
  await expect(countOf(page)).toHaveText(/^\d of \d$/)
  const total = Number((await countOf(page).textContent())?.at(-1))
  await expect(countOf(page)).toHaveText(`${total} of ${total}`)
  await expect(foundOf(page)).toContainText('number 65')
  await expect(foundOf(page)).toBeInViewport()
  await expect(fieldOf(page)).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(countOf(page)).toHaveText(`1 of ${total}`)
  await expect(foundOf(page)).toContainText('number 5')
  await expect(foundOf(page)).toBeInViewport()
  await page.keyboard.press('Shift+Enter')
  await expect(countOf(page)).toHaveText(`${total} of ${total}`)
  await page.keyboard.press('F3')
  await expect(countOf(page)).toHaveText(`1 of ${total}`)

  await page.keyboard.press('Escape')
  await expect(barOf(page)).toBeHidden()
  await expect(foundOf(page)).toHaveCount(0)
  await expect(composerOf(page)).toBeFocused()
  await expect(composerOf(page)).toHaveValue('a draft')
})

test('the same key once more looks everywhere, for the same', async ({ page, script }) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'a quince')
  await openSession(page, botId, sessionId)
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('quince')
  await expect(countOf(page)).toHaveText(/of/)
  await page.keyboard.press('ControlOrMeta+f')
  const field = page.getByRole('combobox', { name: 'Search conversations' })
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('quince')
  await page.keyboard.press('Escape')
  await expect(fieldOf(page)).toBeFocused()
})

test('what is said while the bar is open is counted', async ({ page, script }) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'one fig')
  await openSession(page, botId, sessionId)
  await page.keyboard.press('ControlOrMeta+f')
  await page.keyboard.type('fig')
  await expect(countOf(page)).toHaveText(/ of /)
  const before = Number((await countOf(page).textContent())?.at(-1))
  await sayByScript(script, sessionId, 'another fig')
  await expect(countOf(page)).toHaveText(new RegExp(`of ${before * 2}$`))
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`the bar fits a narrow page and passes accessibility checks, ${colorScheme}`, async ({
    page,
    script,
  }) => {
    await page.emulateMedia({ colorScheme })
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    await sayByScript(script, sessionId, 'a medlar')
    await openSession(page, botId, sessionId)
    await page.keyboard.press('ControlOrMeta+f')
    await page.keyboard.type('medlar')
    await expect(countOf(page)).toHaveText(/ of /)
    for (const width of [1440, 375, 320]) {
      await page.setViewportSize({ width, height: 700 })
      expect(await sidewaysOf(page)).toBe(0)
      await expect(barOf(page).getByRole('button', { name: 'Close' })).toBeInViewport()
    }
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations).toEqual([])
  })
