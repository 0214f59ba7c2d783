import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { botRow, composerOf, repliesOf, saidOf } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

/** Presses Tab until this has the focus; a person would give up as well. */
async function tabTo(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
  const has = (): Promise<boolean> =>
    target.evaluate((element: { readonly matches: (selector: string) => boolean }) =>
      element.matches(':focus'),
    )
  for (let presses = 0; presses < 60; presses += 1) {
    if (await has()) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}

test('the main job is done by keys alone: a bot is made, launched, written to, switched and stopped', async ({
  page,
}) => {
  await expect(composerOf(page)).toBeFocused()
  await page.keyboard.press('Control+Shift+L')
  const dialog = page.getByRole('dialog', { name: 'New bot' })
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Reviewer')
  await tabTo(page, dialog.getByRole('combobox', { name: 'Model' }))
  await page.keyboard.type('tiny2')
  await tabTo(page, dialog.getByRole('button', { name: 'Create and launch' }))
  await page.keyboard.press('Enter')
  await expect(botRow(page, 'BOT-002')).toContainText('ready')

  await tabTo(page, composerOf(page))
  await page.keyboard.type('Line one')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('Line two')
  await page.keyboard.press('Enter')
  await expect(saidOf(page)).toContainText('Line one\nLine two', { useInnerText: true })
  await expect(repliesOf(page)).toContainText('You said: Line one')
  await page.keyboard.press('ArrowUp')
  await expect(composerOf(page)).toHaveValue('Line one\nLine two')

  await page.keyboard.press('Control+N')
  await expect(page.getByText('Say something to Reviewer')).toBeVisible()
  await page.keyboard.press('Alt+1')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guide')
  await page.keyboard.press('Alt+2')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reviewer')

  await tabTo(page, botRow(page, 'BOT-002'))
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Actions for Reviewer' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Stop' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(botRow(page, 'BOT-002')).toContainText('stopped')
  await expect(page.getByRole('button', { name: 'Actions for Reviewer' })).toBeFocused()
})

test('Ctrl+. stops the reply, and ? lists the shortcuts', async ({ page, script, ollama }) => {
  await botRow(page, await launchBot(script)).click()
  ollama.setFault({ kind: 'hang', afterTokens: 3, requests: 1 })
  await composerOf(page).fill('alpha beta')
  await composerOf(page).press('Enter')
  await expect(repliesOf(page)).toContainText('You said: alpha')
  await page.keyboard.press('Control+.')
  await expect(repliesOf(page)).toContainText('Stopped')

  await page.keyboard.type('?')
  await expect(composerOf(page)).toHaveValue('?')
  await botRow(page, 'BOT-001').focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toContainText('New conversation')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(botRow(page, 'BOT-001')).toBeFocused()
})

test('one goes on writing after a dialog was closed', async ({ page }) => {
  await composerOf(page).fill('Half a ')
  await page.keyboard.press('Control+Shift+L')
  await expect(page.getByRole('dialog', { name: 'New bot' }).getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Reviewer')
  await page.keyboard.press('Escape')
  await expect(composerOf(page)).toBeFocused()
  await page.keyboard.type('thought')
  await expect(composerOf(page)).toHaveValue('Half a thought')
})

test('lists are walked with arrows, renamed with F2 and emptied with Delete', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  for (const text of ['oldest', 'middle', 'newest'])
    await sayByScript(script, await createSession(script, botId), text)
  await botRow(page, 'BOT-001').focus()
  await page.keyboard.press('ArrowDown')
  await expect(botRow(page, botId)).toBeFocused()
  await page.keyboard.press('Enter')
  const rows = page.locator('[data-session]')
  await expect(rows).toHaveText([/newest/, /middle/, /oldest/])
  await expect(repliesOf(page)).toContainText('newest')

  await tabTo(page, rows.first())
  await page.keyboard.press('End')
  await expect(rows.last()).toBeFocused()
  await page.keyboard.press('F2')
  await page.keyboard.type('renamed')
  await page.keyboard.press('Enter')
  await expect(rows.last()).toContainText('renamed')
  await expect(rows.last()).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Delete')
  await expect(rows).toHaveText([/newest/, /renamed/])
})

test('a dialog keeps the focus inside and gives it back', async ({ page }) => {
  const opener = page.getByRole('button', { name: 'New bot' })
  await opener.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New bot' })
  await expect(dialog.getByLabel('Name')).toBeFocused()
  for (let presses = 0; presses < 35; presses += 1) {
    await page.keyboard.press('Tab')
    const outside = await page.evaluate(
      "document.activeElement !== document.body && document.activeElement.closest('dialog') === null",
    )
    expect(outside, 'the focus left the dialog').toBe(false)
  }
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(opener).toBeFocused()
})

test('whatever has the focus shows it', async ({ page, script }) => {
  await sayByScript(script, await createSession(script, await launchBot(script)), 'Hello')
  await page.evaluate('document.activeElement.blur()')
  const invisible: string[] = []
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    const problem = await page.evaluate<string | null>(`(() => {
      const element = document.activeElement
      if (element === document.body) return null
      let one = element
      for (let level = 0; one !== null && level < 3; level += 1, one = one.parentElement) {
        const style = getComputedStyle(one)
        if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) return null
        if (style.boxShadow !== 'none') return null
      }
      return element.outerHTML.slice(0, 160)
    })()`)
    if (problem !== null) invisible.push(problem)
  }
  expect(invisible).toEqual([])
})

test('Enter that ends a word of an input method does not send', async ({ page, script }) => {
  await botRow(page, await launchBot(script)).click()
  await composerOf(page).focus()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Input.imeSetComposition', {
    text: 'にほん',
    selectionStart: 3,
    selectionEnd: 3,
  })
  await expect(composerOf(page)).toHaveValue('にほん')
  await page.keyboard.press('Enter')
  await devtools.send('Input.insertText', { text: '日本' })
  await expect(composerOf(page)).toHaveValue(/日本/)
  await expect(saidOf(page)).toHaveCount(0)

  await page.keyboard.press('Enter')
  await expect(saidOf(page)).toContainText('日本')
})
