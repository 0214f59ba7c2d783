import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'
import { openSession, saidOf } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'
import { sidewaysOf } from './support/dom.ts'

const LONG = 'word '.repeat(800)
const NOTE = 'They talked about words.'

test.use({
  ollamaOptions: {
    models: [{ name: 'tiny', contextLength: 4_096 }],
    reply: ({ messages }) =>
      messages[0]?.content.startsWith('You write down') === true ? NOTE : 'A short answer.',
  },
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}, on 320 px`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce', viewport: { width: 320, height: 640 } })

    test('the meter, the line and what they open keep nobody out', async ({ page, script }) => {
      const botId = await launchBot(script)
      const sessionId = await createSession(script, botId)
      for (let n = 1; n <= 6; n++) await sayByScript(script, sessionId, `${n} ${LONG}`)
      await openSession(page, botId, sessionId)
      await expect(page.getByText('does not remember any more')).toBeAttached()
      const meter = page.getByRole('button', { name: 'What the bot remembers' })
      await meter.press('Enter')
      const dialog = page.getByRole('dialog', { name: /^What .* remembers$/ })
      await expect(dialog.getByText('In all')).toBeVisible()
      expect(await sidewaysOf(page)).toBe(0)
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter(({ impact }) =>
        ['serious', 'critical'].includes(impact ?? ''),
      )
      expect(
        serious.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join()}`),
      ).toEqual([])
      await page.keyboard.press('Escape')
      await expect(meter).toBeFocused()
    })
  })
}

test('the meter is a guess before the first reply, and exact after it', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script, { instructions: 'Be brief. '.repeat(40) })
  const sessionId = await createSession(script, botId)
  await openSession(page, botId, sessionId)
  const meter = page.getByRole('button', { name: /What the bot remembers$/ })
  // 100 estimated tokens and what a message costs besides, a third more, and what a template adds: rather too much.
  await expect(meter).toHaveAccessibleName(/^About 171 of 4,096 tokens remembered, 2,048 kept/)
  await sayByScript(script, sessionId, 'Hello')
  await expect(meter).toHaveAccessibleName(/^\d+ of 4,096 tokens remembered/)
})

test('what was said before is summed up in a note, which is changed, taken away and brought back, by keyboard', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  for (let n = 1; n <= 6; n++) await sayByScript(script, sessionId, `${n} ${LONG}`)
  await openSession(page, botId, sessionId)
  await page.getByRole('button', { name: 'What to do' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: /^What .* remembers$/ })
  await dialog.getByRole('button', { name: 'Sum up what came before in a note' }).press('Enter')
  await expect(dialog.getByText(NOTE)).toBeVisible()
  await dialog.getByRole('button', { name: 'Edit note' }).press('Enter')
  await dialog.getByRole('textbox', { name: 'Note' }).fill('They talked about birds.')
  await dialog.getByRole('button', { name: 'Save note' }).press('Enter')
  await expect(dialog.getByText('They talked about birds.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('remembers only from its note')).toBeAttached()
  const { notes } = await script.call('notes.get', { sessionId })
  expect(notes.notes).toMatchObject([{ text: 'They talked about birds.', version: 2 }])
})

test('a pinned message says so, and is found again from the list of pins', async ({
  page,
  script,
}) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await sayByScript(script, sessionId, 'The code word is heron.')
  for (let n = 1; n <= 5; n++) await sayByScript(script, sessionId, `${n} ${LONG}`)
  await openSession(page, botId, sessionId)
  const first = saidOf(page).first()
  await first.getByRole('button', { name: 'More for this message' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Pin: always remember' }).press('Enter')
  await expect(first.getByText('Pinned')).toBeVisible()
  await page.getByRole('button', { name: 'What the bot remembers' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'The code word is heron.' }).click()
  await expect(first).toBeInViewport()
  await first.getByRole('button', { name: 'More for this message' }).click()
  await page.getByRole('menuitem', { name: 'Unpin' }).click()
  await expect(first.getByText('Pinned')).toHaveCount(0)
})
