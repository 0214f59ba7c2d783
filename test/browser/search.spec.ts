import type { Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { composerOf, openSession, repliesOf, rowsOf, say } from './support/places.ts'
import { readOn } from './support/read-on.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

const fieldOf = (page: Page) => page.getByRole('combobox', { name: 'Search conversations' })
const foundIn = (page: Page) => page.getByRole('listbox', { name: 'Results' }).getByRole('option')

test('what was said is found while typing, by keyboard alone, and Esc goes back', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'Is the Café open at noon?')
  await sayByScript(script, sessionId, 'A <b>bold</b> move')
  await openSession(page, botId, sessionId)
  await composerOf(page).focus()

  await page.keyboard.press('ControlOrMeta+Shift+f')
  await expect(fieldOf(page)).toBeFocused()
  await page.keyboard.type('cafe')
  await expect(page.getByRole('status').filter({ hasText: '2 messages' })).toHaveText(
    '2 messages in 1 conversation',
  )
  await expect(foundIn(page).locator('mark')).toHaveText(['Café', 'Café', 'Café'])
  await page.keyboard.press('Escape')
  await expect(fieldOf(page)).toBeHidden()
  await expect(composerOf(page)).toBeFocused()

  await page.getByRole('button', { name: 'Search' }).click()
  await expect(fieldOf(page)).toHaveValue('cafe')
  await page.keyboard.type('bold from:me')
  await expect(foundIn(page)).toHaveCount(2)
  await expect(foundIn(page).last()).toContainText('A <b>bold</b> move')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(fieldOf(page)).toBeHidden()
  await expect(page.locator('[data-found]')).toContainText('A <b>bold</b> move')
})

test('filters are controls that write into the query; nothing found says what to try', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'a pear')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page.getByText('words that stand together')).toBeVisible()
  await fieldOf(page).fill('pear')
  await expect(foundIn(page)).toHaveCount(3)
  await page.getByRole('combobox', { name: 'Said by' }).selectOption('Me')
  await expect(fieldOf(page)).toHaveValue('pear from:me')
  await expect(foundIn(page)).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Bot' }).selectOption('Tutor')
  await expect(fieldOf(page)).toHaveValue(`pear from:me bot:${botId}`)
  await expect(foundIn(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'With code' }).click()
  await expect(page.getByText('Nothing found for')).toBeVisible()
  await page.getByRole('button', { name: 'With code' }).click()
  await expect(foundIn(page)).toHaveCount(2)
})

test.describe('in the middle of a long conversation', () => {
  const TURNS = 120

  test('a hit is opened in view, earlier and later come both ways, and there is a way back', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    for (let count = 1; count <= TURNS; count += 1)
      await sayByScript(
        script,
        sessionId,
        `Number ${String(count)}${count === 60 ? ' needle' : ''}`,
      )
    await openSession(page, botId, sessionId)
    await expect(rowsOf(page).last()).toBeInViewport()

    await page.keyboard.press('ControlOrMeta+Shift+f')
    await fieldOf(page).fill('needle from:me')
    await foundIn(page).filter({ hasText: 'Number 60 needle' }).last().click()
    const found = page.locator('[data-found]')
    await expect(found).toContainText('Number 60 needle')
    await expect(found).toBeInViewport({ ratio: 1 })
    await expect(rowsOf(page).filter({ hasText: /Number 1(?!\d)/ })).toHaveCount(0)
    await expect(rowsOf(page).filter({ hasText: 'Number 120' })).toHaveCount(0)

    const backToNewest = page.getByRole('button', { name: 'Back to the newest' })
    await expect(backToNewest).toBeVisible()
    const log = page.getByRole('log')
    await expect(log).toBeFocused()
    await page.keyboard.press('End')
    await expect(rowsOf(page).last()).toContainText('Number 120')
    await expect(rowsOf(page).last()).toBeInViewport()
    await page.keyboard.press('Home')
    const beginning = rowsOf(page).first()
    await expect(beginning.getByText('Number 1', { exact: true })).toBeInViewport()
    // Down again: what is between comes as it is read.
    const { ids } = await readOn(log, 400, 2 * TURNS)
    const first = await script.call('messages.list', { sessionId, after: 0, limit: TURNS })
    const last = await script.call('messages.list', { sessionId, limit: TURNS })
    expect(ids).toEqual([...first.messages, ...last.messages].map(({ id }) => id))
  })

  test('what is said meanwhile is there when one comes back to the newest', async ({
    page,
    script,
  }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    for (let count = 1; count <= 70; count += 1)
      await sayByScript(script, sessionId, `Number ${String(count)}${count === 5 ? ' needle' : ''}`)
    await openSession(page, botId, sessionId)
    await page.keyboard.press('ControlOrMeta+Shift+f')
    await fieldOf(page).fill('needle from:me')
    await expect(foundIn(page)).toHaveCount(2)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.locator('[data-found]')).toBeInViewport()

    await sayByScript(script, sessionId, 'said meanwhile')
    await expect(rowsOf(page).filter({ hasText: 'said meanwhile' })).toHaveCount(0)
    await expect(page.locator('[data-found]')).toBeInViewport()
    await page.getByRole('button', { name: '2 new' }).click()
    await expect(rowsOf(page).last()).toContainText('said meanwhile')
    await expect(rowsOf(page).last()).toBeInViewport()

    await page.keyboard.press('ControlOrMeta+Shift+f')
    await expect(foundIn(page)).toHaveCount(2)
    await foundIn(page).last().click()
    await expect(page.locator('[data-found]')).toBeInViewport()
    await say(page, 'from the middle')
    await expect(repliesOf(page).last()).toContainText('You said: from the middle')
    await expect(rowsOf(page).last()).toBeInViewport()
  })
})

for (const scheme of ['light', 'dark'] as const) {
  test(`the search fits a phone and can be read by everybody, ${scheme}`, async ({
    openSignedIn,
    script,
  }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    await sayByScript(script, sessionId, `pear ${'x'.repeat(200)} pear`)
    const page = await openSignedIn({
      viewport: { width: 320, height: 640 },
      colorScheme: scheme,
    })
    await page.keyboard.press('ControlOrMeta+Shift+f')
    await fieldOf(page).fill('pear')
    await expect(foundIn(page)).toHaveCount(3)
    expect(await sidewaysOf(page)).toBe(0)
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
  })
}
