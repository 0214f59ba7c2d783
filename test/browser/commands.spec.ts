import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { sidewaysOf } from './support/dom.ts'
import { botRow, composerOf, repliesOf, say } from './support/places.ts'
import { launchBot } from './support/script.ts'

test.use({ reducedMotion: 'reduce' })

/** A folder with something in it, in a place that no other test has. */
function workFolder(path: string): string {
  mkdirSync(join(path, 'src'), { recursive: true })
  writeFileSync(join(path, 'src/main.ts'), 'export const answer = 42\n')
  writeFileSync(join(path, '.env'), 'KEY=CANARY\n')
  return path
}

async function openCommands(page: Page) {
  await page.getByRole('button', { name: 'Settings' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByRole('button', { name: 'Commands', exact: true }).click()
  return dialog
}

test('the owner turns commands on, grants a folder, and runs one; it is asked, shown and listed', async ({
  page,
  script,
}, testInfo) => {
  const folder = workFolder(testInfo.outputPath('work'))
  await botRow(page, await launchBot(script)).click()
  const dialog = await openCommands(page)
  await expect(dialog).toContainText('Nobody may run commands yet')
  await dialog.getByRole('checkbox', { name: 'Allow commands on this machine' }).check()
  await dialog.getByRole('button', { name: 'Let somebody run commands' }).click()
  await dialog.getByLabel('Folder').fill('/nowhere/at/all')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText('That folder is not there.')
  await dialog.getByLabel('Folder').fill(folder)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText(folder)
  await page.keyboard.press('Escape')

  await composerOf(page).fill('!')
  await expect(page.getByText(/A command: ls, cat/)).toBeVisible()
  await say(page, '!cat src/main.ts')
  const command = repliesOf(page).last().getByRole('region', { name: 'Command' })
  await expect(command).toContainText('This runs on the machine of the controller.')
  await page.setViewportSize({ width: 320, height: 568 })
  expect(await sidewaysOf(page)).toBe(0)
  await command.getByRole('button', { name: 'Always this command' }).click()
  await expect(command.getByRole('group', { name: 'Output' })).toHaveText(
    'export const answer = 42\n',
  )
  await expect(command).toContainText('Ended well.')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
    [],
  )
  await page.setViewportSize({ width: 1280, height: 800 })

  await say(page, '!cat .env')
  await expect(repliesOf(page).last()).toContainText('Files that hold secrets')
  await expect(repliesOf(page).last()).not.toContainText('CANARY')
  await say(page, '!cat src/main.ts')
  await expect(repliesOf(page).last()).toContainText('export const answer = 42')

  const again = await openCommands(page)
  await again.getByRole('button', { name: 'Ask again for cat src/main.ts' }).click()
  await again.getByRole('button', { name: 'Undo' }).click()
  await expect(again.getByRole('button', { name: 'Ask again for cat src/main.ts' })).toBeVisible()
  await page.setViewportSize({ width: 320, height: 568 })
  expect(await sidewaysOf(page)).toBe(0)
})

test('a text with a ! goes to the bot while nobody may run commands', async ({ page, script }) => {
  await botRow(page, await launchBot(script)).click()
  await composerOf(page).fill('!')
  await expect(page.getByText('Commands are off for you.')).toBeVisible()
  await say(page, '!important')
  await expect(repliesOf(page).last().getByRole('region', { name: 'Command' })).toHaveCount(0)
  await expect(repliesOf(page).last()).toContainText(/\S/)
})
