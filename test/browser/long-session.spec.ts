import type { Page } from '@playwright/test'
import { expect } from './fixtures.ts'
import { saying, test } from './support/long-session.ts'
import { openSession } from './support/places.ts'
import { readOn } from './support/read-on.ts'

/** More of a conversation than this is never on the page. */
const MOST_ROWS = 250

const logOf = (page: Page) => page.getByRole('log')

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
