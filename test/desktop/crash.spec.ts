import type { ElectronApplication, Page } from '@playwright/test'
import { createBot } from './create-bot'
import { expect, test } from './fixtures'

const WORDS = Array.from({ length: 80 }, (_, index) => `word${String(index + 1)}`).join(' ')

/** What the window's page answers to a line of script. Playwright counts a page that crashed as gone for good. */
const ask = (app: ElectronApplication, script: string): Promise<unknown> =>
  app.evaluate(
    ({ BrowserWindow }, line) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(line) as Promise<unknown>,
    script,
  )
const textIn = (app: ElectronApplication, selector: string) =>
  ask(app, `[...document.querySelectorAll('${selector}')].map((one) => one.innerText).join('|')`)

/** Kills the page's process; resolves once the page was loaded again. */
const crash = (app: ElectronApplication): Promise<boolean | undefined> =>
  app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return new Promise<boolean>((resolve) => {
      contents?.once('did-finish-load', () => resolve(true))
      contents?.forcefullyCrashRenderer()
    })
  })

const addressOf = (page: Page) => page.evaluate(() => location.hash)

test.describe('a page that crashes while a reply is made', () => {
  test.use({ ollamaOptions: { reply: () => WORDS, tokensPerSecond: 20 } })

  test('is loaded again in the same place, with the draft, and the reply goes on', async ({
    launch,
  }) => {
    const { app, page } = await launch()
    await createBot(page, 'Tutor')
    const composer = page.getByRole('textbox', { name: 'Message to Tutor' })
    await composer.fill('Count')
    await composer.press('Enter')
    await expect(page.getByRole('log')).toContainText('word3')
    await composer.fill('and a draft')
    await expect
      .poll(() => page.evaluate(() => Object.values(localStorage).includes('and a draft')))
      .toBe(true)
    const address = await addressOf(page)
    await page.getByRole('button', { name: 'New bot' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()

    expect(await crash(app)).toBe(true)
    await expect.poll(() => textIn(app, '[role=log] [data-author=bot]')).toContain('word4')
    expect(await ask(app, 'location.hash')).toBe(address)
    expect(await ask(app, 'document.querySelectorAll("dialog[open]").length')).toBe(0)
    expect(await ask(app, 'document.querySelector("textarea").value')).toBe('and a draft')

    await expect
      .poll(() => textIn(app, '[role=log] [data-author=bot]'), { timeout: 20_000 })
      .toContain(WORDS)
    expect(await textIn(app, '[role=log] [data-author=person]')).toContain('Count')
    expect(await ask(app, 'document.querySelectorAll("[role=log] [data-row-id]").length')).toBe(2)
  })
})
