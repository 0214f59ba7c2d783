import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { botRow, openSession, rowsOf, say, sessionRow } from './support/places.ts'
import { createBot, createSession, launchBot, sayByScript } from './support/script.ts'

const WORDS = Array.from({ length: 60 }, (_, index) => `word${String(index + 1)}`).join(' ')

const conversationOf = async (page: Page): Promise<readonly string[]> =>
  rowsOf(page).locator('article').allTextContents()

test.describe('two browsers on one conversation', () => {
  test.use({ ollamaOptions: { reply: () => WORDS, tokensPerSecond: 20 } })

  test('see the same while a reply is made and after, also the one that joins in the middle', async ({
    page,
    script,
    openSignedIn,
  }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    const other = await openSignedIn()
    await openSession(page, botId, sessionId)
    await openSession(other, botId, sessionId)

    await say(page, 'Count')
    await Promise.all(
      [page, other].map(async (one) => {
        await expect(rowsOf(one).last()).toContainText('word2')
        await expect(rowsOf(one).last()).not.toContainText('word60')
      }),
    )
    const late = await openSignedIn()
    await openSession(late, botId, sessionId)
    await expect(rowsOf(late).last()).toContainText('word1 word2')

    for (const one of [page, other, late]) {
      await expect(rowsOf(one).last()).toContainText(WORDS)
      await expect(rowsOf(one).last()).not.toHaveAttribute('aria-busy', 'true')
    }
    const shown = await conversationOf(page)
    expect(shown).toHaveLength(2)
    expect(await conversationOf(other)).toEqual(shown)
    expect(await conversationOf(late)).toEqual(shown)
  })
})

test('what happens to a bot and to its conversations is seen everywhere', async ({
  page,
  script,
  openSignedIn,
}) => {
  const other = await openSignedIn()
  const everywhere = (check: (one: Page) => Promise<void>) => Promise.all([page, other].map(check))
  const botId = await createBot(script)
  await everywhere((one) => expect(botRow(one, botId)).toContainText('stopped'))

  await botRow(page, botId).click()
  await page.getByRole('main').getByRole('button', { name: 'Launch', exact: true }).first().click()
  await everywhere((one) => expect(botRow(one, botId)).toContainText('ready'))

  await say(page, 'A first question')
  await expect(rowsOf(page).last()).toContainText('You said: A first question')
  const { sessions } = await script.call('sessions.list', { botId })
  const sessionId = sessions[0]?.id ?? ''
  await script.call('sessions.watch', { sessionId })

  // Both look elsewhere, or what one of this person's pages shows is read on the other as well.
  await everywhere((one) => botRow(one, 'BOT-001').click())
  await sayByScript(script, sessionId, 'A second question')
  await everywhere((one) => expect(botRow(one, botId)).toContainText('1 unread'))
  await botRow(other, botId).click()
  await expect(rowsOf(other).last()).toContainText('You said: A second question')
  await everywhere((one) => expect(botRow(one, botId)).not.toContainText('unread'))

  await botRow(page, botId).click()
  await script.call('sessions.rename', { sessionId, title: 'Renamed elsewhere' })
  await everywhere((one) => expect(sessionRow(one, sessionId)).toContainText('Renamed elsewhere'))

  await script.call('bots.stop', { botId })
  await everywhere((one) => expect(botRow(one, botId)).toContainText('stopped'))
  await script.call('bots.delete', { botId })
  for (const one of [page, other]) {
    await expect(botRow(one, botId)).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Guide')
  }
})
