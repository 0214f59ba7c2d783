import type { Page } from '@playwright/test'
import type { SessionId } from '@shared/model/ids'
import type { WsClient } from '@test/support/ws-client'
import { expect, test } from './fixtures.ts'
import { botRow, choose, sessionRow } from './support/places.ts'
import { createBot } from './support/script.ts'

/** Conversations with nothing said in them, the last one first in the list. */
async function named(script: WsClient, botId: string, titles: readonly string[]) {
  const ids: SessionId[] = []
  for (const title of titles) {
    const { session } = await script.call('sessions.create', { botId })
    await script.call('sessions.rename', { sessionId: session.id, title })
    ids.push(session.id)
  }
  return ids
}

const rowsOf = (page: Page) => page.locator('[data-session]')
const press = async (page: Page, ...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

test('conversations are chosen, archived, tagged, moved and deleted by keys alone', async ({
  page,
  script,
}) => {
  const botId = await createBot(script)
  const [ada, bea, cleo, dora] = await named(script, botId, ['Ada', 'Bea', 'Cleo', 'Dora'])
  await botRow(page, botId).click()
  await expect(rowsOf(page)).toHaveText([/Dora/, /Cleo/, /Bea/, /Ada/])
  const row = (id = '') => sessionRow(page, id)

  // Letters go to a title, Space and Shift with arrows choose, Esc leaves.
  await row(dora).focus()
  await page.keyboard.type('be')
  await expect(row(bea)).toBeFocused()
  await press(page, 'Space', 'Shift+ArrowDown')
  await expect(page.getByRole('checkbox', { checked: true })).toHaveText([/Bea/, /Ada/])
  await press(page, 'Escape')
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await press(page, 'Control+a')
  await expect(page.getByRole('status').getByText('4 selected')).toBeVisible()
  await press(page, 'Escape', 'Home')
  await expect(row(dora)).toBeFocused()

  // Two are put into a new folder, and come out of it by undo.
  await press(page, 'Space', 'Shift+ArrowDown')
  await page.getByRole('button', { name: 'Move…' }).focus()
  await press(page, 'Enter')
  await expect(page.getByLabel('New folder')).toBeFocused()
  await page.keyboard.type('Work')
  await press(page, 'Enter')
  await expect(page.getByText('2 conversations moved to “Work”.')).toBeVisible()
  await expect(rowsOf(page)).toHaveText([/Bea/, /Ada/])
  await page.getByRole('button', { name: 'Undo' }).focus()
  await press(page, 'Enter')
  await expect(rowsOf(page)).toHaveCount(4)

  // One is tagged, found by its tag, and archived.
  await row(cleo).focus()
  await press(page, 'Space')
  await page.getByRole('button', { name: 'Tags…' }).focus()
  await press(page, 'Enter')
  await page.keyboard.type('music')
  await press(page, 'Enter', 'Enter')
  await expect(row(cleo)).toContainText('music')
  await page.getByRole('button', { name: 'More for this list' }).focus()
  await press(page, 'Enter', 'f', 'Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'music' }).focus()
  await press(page, 'Enter')
  await expect(rowsOf(page)).toHaveText([/Cleo/])
  await page.getByRole('button', { name: 'Take off the filter: music' }).focus()
  await press(page, 'Enter')
  await row(ada).focus()
  await press(page, 'Space')
  await page.getByRole('button', { name: 'Archive', exact: true }).focus()
  await press(page, 'Enter')
  await expect(rowsOf(page)).toHaveText([/Dora/, /Cleo/, /Bea/])

  // Two are deleted with one key; the focus stays in the list.
  await row(dora).focus()
  await press(page, 'Space', 'Shift+ArrowDown', 'Delete')
  await expect(page.getByText('2 conversations were deleted.')).toBeVisible()
  await expect(rowsOf(page)).toHaveText([/Bea/])
  await expect(row(bea)).toBeFocused()
})

test('a folder holds conversations of several bots, takes what is dropped on it, and comes back', async ({
  page,
  script,
}) => {
  const [tutor, reviewer] = [await createBot(script), await createBot(script, { name: 'Reviewer' })]
  const [mine = ''] = await named(script, tutor, ['Mine'])
  const [theirs = ''] = await named(script, reviewer, ['Theirs'])
  const { folder } = await script.call('folders.create', { name: 'Work' })
  await script.call('sessions.organise', { sessionIds: [theirs], folderId: folder.id })
  await botRow(page, tutor).click()
  const folderRow = page.locator(`[data-folder="${folder.id}"]`)
  await sessionRow(page, mine).dragTo(folderRow)
  await expect(page.getByText('The conversation moved to “Work”.')).toBeVisible()
  await expect(rowsOf(page)).toHaveCount(0)

  await folderRow.click()
  const list = page.getByRole('region', { name: 'Conversations in Work' })
  await expect(list.locator('[data-session]')).toHaveText([/Theirs/, /Mine/])
  await sessionRow(page, theirs).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reviewer')
  await expect(list).toBeVisible()

  await page.getByRole('button', { name: 'Back from Work' }).click()
  await choose(page, 'Actions for the folder Work', 'Delete the folder')
  await expect(folderRow).toHaveCount(0)
  await expect(sessionRow(page, theirs)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(folderRow).toBeVisible()
  await expect(sessionRow(page, theirs)).toHaveCount(0)
})

test('what is pinned stands first, and what is archived is found in the archive', async ({
  page,
  script,
}) => {
  const botId = await createBot(script)
  const [old = ''] = await named(script, botId, ['Old', 'New'])
  await botRow(page, botId).click()
  await choose(page, 'Actions for Old', 'Pin')
  await expect(rowsOf(page)).toHaveText([/Old/, /New/])
  await choose(page, 'Actions for Old', 'Archive')
  await expect(sessionRow(page, old)).toHaveCount(0)
  await choose(page, 'More for this list', 'Archive')
  await expect(rowsOf(page)).toHaveText([/Old/])
  await choose(page, 'Actions for Old', 'Take out of the archive')
  await expect(page.getByText('Nothing is archived')).toBeVisible()
})

test('the bin gives back what was deleted, or deletes it for good once that is confirmed', async ({
  page,
  script,
}) => {
  const botId = await createBot(script)
  const [one = '', two = '', three = ''] = await named(script, botId, ['One', 'Two', 'Three'])
  await script.call('sessions.deleteMany', { sessionIds: [one, two, three] })
  await botRow(page, botId).click()
  await choose(page, 'More for this list', 'Bin')
  const bin = page.getByRole('region', { name: 'Deleted conversations' })
  await expect(bin).toContainText('Gone for good after 30 days')
  await bin.getByRole('button', { name: 'Restore Two' }).click()
  await expect(bin).not.toContainText('Two')

  await bin.getByRole('button', { name: 'Delete One for good' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete for good' })
  await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(bin).toContainText('One')
  await bin.getByRole('button', { name: 'Delete One for good' }).click()
  await dialog.getByRole('button', { name: 'Delete for good' }).click()
  await expect(bin).not.toContainText('One')
  await choose(page, 'More for this list', 'Empty the bin…')
  await page.getByRole('button', { name: 'Delete for good', exact: true }).click()
  await expect(page.getByText('The bin is empty', { exact: true })).toBeVisible()
  const { sessions } = await script.call('sessions.restoreMany', { sessionIds: [one, three] })
  expect(sessions).toEqual([])
  await page.getByRole('button', { name: 'Back from Bin' }).click()
  await expect(rowsOf(page)).toHaveText([/Two/])
})

test('two thousand conversations are walked, found, chosen and deleted like ten', async ({
  openSignedIn,
  script,
}) => {
  const botId = await createBot(script)
  const ids: SessionId[] = []
  for (let part = 0; part < 20; part += 1) {
    const made = await Promise.all(
      Array.from({ length: 100 }, () => script.call('sessions.create', { botId })),
    )
    ids.push(...made.map(({ session }) => session.id))
  }
  await script.call('sessions.rename', { sessionId: ids[7] ?? '', title: 'Needle' })
  const page = await openSignedIn()
  await botRow(page, botId).click()
  await expect(rowsOf(page).first()).toBeVisible()
  expect(await rowsOf(page).count()).toBeLessThan(80)

  await rowsOf(page).first().focus()
  await expect(async () => {
    await page.keyboard.press('End')
    await expect(sessionRow(page, ids[0] ?? '')).toBeFocused({ timeout: 1_000 })
  }).toPass()
  await page.keyboard.press('Home')
  await page.keyboard.type('needle')
  await expect(sessionRow(page, ids[7] ?? '')).toBeFocused()
  await expect(sessionRow(page, ids[7] ?? '')).toBeInViewport()
  await page.keyboard.press('Control+a')
  await expect(page.getByText('2000 selected')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(page.getByText('2000 conversations were deleted.')).toBeVisible()
  await expect(page.getByText('No conversations yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rowsOf(page).first()).toBeVisible()
})
