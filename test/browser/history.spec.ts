import { expect, test } from './fixtures.ts'
import { scrollTo, topOf } from './support/dom.ts'
import { openSession, rowsOf } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

const TURNS = 75

test('150 messages are read back by scrolling up, without a jump', async ({ page, script }) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  for (let count = 1; count <= TURNS; count += 1) {
    const tail = 'more of it, '.repeat((count * 7) % 30)
    await sayByScript(script, sessionId, `Number ${String(count)}: ${tail}`)
  }
  await openSession(page, botId, sessionId)
  await expect(rowsOf(page).last()).toContainText(`Number ${String(TURNS)}:`)
  await expect(rowsOf(page).last()).toBeInViewport()
  const atFirst = await rowsOf(page).count()
  expect(atFirst).toBeLessThan(2 * TURNS)

  const log = page.getByRole('log')
  let loads = 0
  while ((await rowsOf(page).count()) < 2 * TURNS) {
    const anchor = await scrollTo(log, 300)
    await expect.poll(() => rowsOf(page).count()).toBeGreaterThan(anchor.count)
    const row = page.locator(`[data-row-id="${anchor.id}"]`)
    const after = await topOf(row)
    expect(Math.abs(after - anchor.top), 'how far the row that was read moved').toBeLessThan(1.5)
    loads += 1
  }
  expect(loads).toBeGreaterThanOrEqual(2)
  await scrollTo(log, 0)
  await expect(rowsOf(page).first()).toBeInViewport()
  await expect(rowsOf(page).first()).toContainText('Number 1:')

  const texts = await rowsOf(page).locator('article').allTextContents()
  const numbers = texts.map((text) => Number(/Number (\d+):/.exec(text)?.[1]))
  expect(numbers).toEqual(Array.from({ length: 2 * TURNS }, (_, index) => (index >> 1) + 1))
})
