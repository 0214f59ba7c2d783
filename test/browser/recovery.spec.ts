import type { Page, WebSocketRoute } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import { botRow, composerOf, openSession, repliesOf, saidOf, say } from './support/places.ts'
import { createSession, launchBot } from './support/script.ts'

const WORDS = Array.from({ length: 60 }, (_, index) => `word${String(index + 1)}`).join(' ')

/** A page's way to the controller, which a test can make half-open: nothing gets through, and nobody is told. */
class Wire {
  #isCut = false

  static async of(page: Page): Promise<Wire> {
    const wire = new Wire()
    await page.routeWebSocket('**/ws', (client) => wire.#join(client))
    return wire
  }

  cut(): void {
    this.#isCut = true
  }

  mend(): void {
    this.#isCut = false
  }

  #join(client: WebSocketRoute): void {
    const server = client.connectToServer()
    client.onMessage((message) => {
      if (!this.#isCut) server.send(message)
    })
    server.onMessage((message) => {
      if (!this.#isCut) client.send(message)
    })
  }
}

test.describe('while a reply is made', () => {
  test.use({ ollamaOptions: { reply: () => WORDS, tokensPerSecond: 20 } })

  test('a refresh, a second tab and a second device see it go on, in the same place', async ({
    page,
    script,
    openSignedIn,
  }) => {
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    await openSession(page, botId, sessionId)
    await say(page, 'Count')
    await composerOf(page).fill('and a draft')
    await expect(repliesOf(page)).toContainText('word3')

    const [tab, device] = await Promise.all([page.context().newPage(), openSignedIn()])
    await page.reload()
    await tab.goto(page.url())
    await openSession(device, botId, sessionId)
    await expect(composerOf(page)).toHaveValue('and a draft')
    for (const one of [page, tab, device]) {
      await expect(repliesOf(one)).toContainText(WORDS)
      await expect(repliesOf(one)).not.toHaveAttribute('aria-busy', 'true')
      await expect(saidOf(one)).toHaveText([/Count/])
      await expect(repliesOf(one)).toHaveCount(1)
    }
    expect(page.url()).toContain(`#/${botId}/${sessionId}`)
    const { messages } = await script.call('messages.list', { sessionId })
    expect(messages.map(({ text, status }) => [text, status])).toEqual([
      ['Count', 'complete'],
      [WORDS, 'complete'],
    ])
  })
})

test('what was said into a dead connection is said once after a refresh', async ({
  openBrowser,
  script,
}) => {
  const page = await openBrowser()
  const wire = await Wire.of(page)
  const botId = await launchBot(script)
  const { url } = await script.call('access.createLink', {})
  await signIn(page, url)
  await botRow(page, botId).click()
  await say(page, 'Before')
  await expect(repliesOf(page)).toContainText('You said: Before')

  wire.cut()
  await say(page, 'Into the void')
  await expect(saidOf(page).last()).toContainText('Sending…')
  wire.mend()
  await page.reload()
  await expect(repliesOf(page).last()).toContainText('You said: Into the void')
  await page.reload()
  await expect(saidOf(page)).toHaveText([/Before/, /Into the void/])
  await expect(repliesOf(page)).toHaveCount(2)
})

test.describe('after the controller was killed in the middle of a reply', () => {
  test.use({ ollamaOptions: { reply: () => WORDS, tokensPerSecond: 50 } })

  test('one press goes on, while the bot is still being launched again', async ({
    openBrowser,
    script,
    controller,
    ollama,
  }) => {
    const page = await openBrowser()
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    const { url } = await script.call('access.createLink', {})
    await signIn(page, url)
    await openSession(page, botId, sessionId)
    ollama.setFault({ kind: 'hang', afterTokens: 20 })
    await say(page, 'Count')
    await expect(repliesOf(page)).toContainText('word15')
    await page.goto('about:blank')

    await controller.kill()
    ollama.unloadAll()
    ollama.setFault({ kind: 'slow-load', ms: 1_500 })
    await controller.restart()
    await page.goto(`${controller.address}/#/${botId}/${sessionId}`)
    const broken = repliesOf(page).getByRole('group', { name: 'The reply broke off' })
    await broken.getByRole('button', { name: 'Try again' }).click()
    await expect(repliesOf(page).last()).toContainText(WORDS)
    await expect(saidOf(page)).toHaveCount(1)
  })
})
