import type { Locator, Page } from '@playwright/test'
import type { BotId, SessionId } from '@shared/model/ids'

/** Where one writes. */
export const composerOf = (page: Page): Locator =>
  page.getByRole('textbox', { name: /^Message to / })

/** What was said, oldest first: rows of people and of bots. */
export const rowsOf = (page: Page): Locator => page.getByRole('log').locator('[data-row-id]')

export const repliesOf = (page: Page): Locator =>
  page.getByRole('log').locator('[data-author="bot"]')

/** Messages of people. */
export const saidOf = (page: Page): Locator =>
  page.getByRole('log').locator('[data-author="person"]')

/** A bot's row in the list. */
export const botRow = (page: Page, botId: BotId): Locator => page.locator(`[data-bot="${botId}"]`)

/** A conversation's row in the list. */
export const sessionRow = (page: Page, sessionId: SessionId): Locator =>
  page.locator(`[data-session="${sessionId}"]`)

/** Writes a message and sends it with Enter. */
export async function say(page: Page, text: string): Promise<void> {
  await composerOf(page).fill(text)
  await composerOf(page).press('Enter')
}

/** Opens a conversation by its address, as a bookmark does. */
export async function openSession(page: Page, botId: BotId, sessionId: SessionId): Promise<void> {
  const { origin } = new URL(page.url())
  await page.goto(`${origin}/#/${botId}/${sessionId}`)
  await page
    .getByRole('log')
    .or(page.getByText(/^Say something to /))
    .first()
    .waitFor()
}

/** Opens the menu of that name and presses one of its entries. */
export async function choose(page: Page, menu: string | RegExp, entry: string): Promise<void> {
  await page.getByRole('button', { name: menu }).first().click()
  await page.getByRole('menuitem', { name: entry }).click()
}
