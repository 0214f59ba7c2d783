import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { restingTopOf, topOf } from './support/dom.ts'
import { saying, test } from './support/long-session.ts'
import { openSession, rowsOf } from './support/places.ts'
import { readOn } from './support/read-on.ts'
import { createSession, sayByScript } from './support/script.ts'

/** More of a conversation than this is never on the page. */
const MOST_ROWS = 250

const logOf = (page: Page) => page.getByRole('log')
const signOf = (page: Page) => page.getByText(/^Message [\d,]+ of /)

test('one reads up and down without a hole, and what is read never moves', async ({
  page,
  long,
  script,
}) => {
  await openSession(page, long.botId, long.sessionId)
  await expect(saying(page, 'Answer 2500')).toBeInViewport()
  const up = await readOn(logOf(page), -400, 400)
  const down = await readOn(logOf(page), 400)
  for (const reading of [up, down]) {
    expect(reading.emptyFrames).toBe(0)
    expect(reading.worstDrift).toBeLessThan(1)
    expect(reading.mostRows).toBeLessThan(MOST_ROWS)
  }
  const { messages } = await script.call('messages.list', { sessionId: long.sessionId, limit: 200 })
  const newest = messages.map(({ id }) => id)
  // Ids sort in the order they were made.
  expect(up.ids.toSorted().slice(-newest.length)).toEqual(newest)
  expect(down.ids.slice(-newest.length)).toEqual(newest)
})

test('Home and End go to the first message and the newest at once, and a sign says where one is', async ({
  page,
  long,
}) => {
  await openSession(page, long.botId, long.sessionId)
  await expect(saying(page, 'Answer 2500')).toBeInViewport()
  await expect(signOf(page)).toHaveCount(0)
  await logOf(page).focus()
  await page.keyboard.press('Home')
  await expect(saying(page, 'Question 1')).toBeInViewport()
  await expect(signOf(page).first()).toHaveText(/^Message 1 of 5,000 · /)
  // Read out too, once the reader has come to rest.
  await expect(
    page.getByRole('status').filter({ has: page.getByText(/^Message 1 of/) }),
  ).toHaveText(/^Message 1 of 5,000/)
  expect(await rowsOf(page).count()).toBeLessThan(MOST_ROWS)
  await page.keyboard.press('End')
  await expect(saying(page, 'Answer 2500')).toBeInViewport()
  await expect(signOf(page)).toHaveCount(0)
})

test.describe('while a reply is made', () => {
  const WORDS = 200
  const reply = () => Array.from({ length: WORDS }, (_, word) => ` word${String(word)}`)
  test.use({ ollamaOptions: { tokensPerSecond: 100, reply } })

  test('who reads in the middle is not moved, and comes back to it from elsewhere and after a reload', async ({
    page,
    long,
    script,
  }) => {
    await openSession(page, long.botId, long.sessionId)
    await page.keyboard.press('ControlOrMeta+Shift+f')
    await page.getByRole('combobox', { name: 'Search conversations' }).fill('"Question 1250"')
    await page.getByRole('listbox', { name: 'Results' }).getByRole('option').last().click()
    const read = saying(page, 'Question 1250')
    await expect(read).toBeInViewport()
    await page.keyboard.press('PageUp')
    await expect(read).not.toBeInViewport()
    await page.keyboard.press('PageDown')
    await expect(read).toBeInViewport()
    const place = await restingTopOf(read)

    await script.call('sessions.watch', { sessionId: long.sessionId })
    await sayByScript(script, long.sessionId, 'and now?')
    await expect(page.getByRole('button', { name: '2 new' })).toBeVisible()
    expect(await topOf(read)).toBeCloseTo(place, 0)
    expect(await rowsOf(page).count()).toBeLessThan(MOST_ROWS)

    const other = await createSession(script, long.botId)
    await openSession(page, long.botId, other)
    await expect(read).toHaveCount(0)
    await openSession(page, long.botId, long.sessionId)
    await expect.poll(() => topOf(read)).toBeCloseTo(place, 0)
    await page.reload()
    await expect(read).toBeInViewport()
    await expect.poll(() => topOf(read)).toBeCloseTo(place, 0)
    await page.getByRole('button', { name: 'Back to the newest' }).click()
    await expect(rowsOf(page).last()).toContainText(`word${String(WORDS - 1)}`)
    await expect(rowsOf(page).last()).toBeInViewport()
  })
})
