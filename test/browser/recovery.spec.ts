import type { Page, WebSocketRoute } from '@playwright/test'
import { expect, signIn, test } from './fixtures.ts'
import type { Fixtures } from './fixtures.ts'
import { botRow, composerOf, openSession, repliesOf, saidOf, say } from './support/places.ts'
import { createSession, launchBot, sayByScript } from './support/script.ts'

const WORDS = Array.from({ length: 60 }, (_, index) => `word${String(index + 1)}`).join(' ')

/** A page's way to the controller, which a test can make half-open: nothing gets through any more, and nobody is told. */
class Wire {
  readonly #dead = new Set<WebSocketRoute>()
  readonly #live = new Set<WebSocketRoute>()

  static async of(page: Page): Promise<Wire> {
    const wire = new Wire()
    await page.routeWebSocket('**/ws', (client) => wire.#join(client))
    return wire
  }

  /** The sockets there are; what is connected from now on works. */
  cut(): void {
    for (const socket of this.#live) this.#dead.add(socket)
  }

  #join(client: WebSocketRoute): void {
    const server = client.connectToServer()
    this.#live.add(client)
    client.onMessage((message) => {
      if (!this.#dead.has(client)) server.send(message)
    })
    server.onMessage((message) => {
      if (!this.#dead.has(client)) client.send(message)
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
  await page.reload()
  await expect(repliesOf(page).last()).toContainText('You said: Into the void')
  await page.reload()
  await expect(saidOf(page)).toHaveText([/Before/, /Into the void/])
  await expect(repliesOf(page)).toHaveCount(2)
})

test.describe('a connection that died without a word', () => {
  const setUp = async ({ openBrowser, script }: Pick<Fixtures, 'openBrowser' | 'script'>) => {
    const page = await openBrowser()
    const wire = await Wire.of(page)
    const botId = await launchBot(script)
    const sessionId = await createSession(script, botId)
    const { url } = await script.call('access.createLink', {})
    await page.clock.install()
    await signIn(page, url)
    await openSession(page, botId, sessionId)
    await say(page, 'Before')
    await expect(repliesOf(page)).toContainText('You said: Before')
    await expect(repliesOf(page)).not.toHaveAttribute('aria-busy', 'true')
    wire.cut()
    await sayByScript(script, sessionId, 'Missed')
    await expect(saidOf(page)).toHaveCount(1)
    return { page, sessionId }
  }
  const seesAll = async (page: Page) => {
    await expect(saidOf(page)).toHaveText([/Before/, /Missed/])
    await expect(repliesOf(page)).toHaveCount(2)
    await expect(page.getByText('No connection to Port 8000')).toBeHidden()
    await expect(page.getByRole('alert')).toHaveCount(0)
  }

  test('is noticed when the network comes back', async ({ openBrowser, script }) => {
    const { page } = await setUp({ openBrowser, script })
    await page.context().setOffline(true)
    await page.context().setOffline(false)
    await page.clock.runFor(6_000)
    await seesAll(page)
  })

  test('is noticed after the machine slept', async ({ openBrowser, script }) => {
    const { page } = await setUp({ openBrowser, script })
    await page.clock.fastForward('01:00:00')
    await page.clock.runFor(6_000)
    await seesAll(page)
  })

  test('is noticed when something is said into it, which is said once', async ({
    openBrowser,
    script,
  }) => {
    const { page, sessionId } = await setUp({ openBrowser, script })
    await say(page, 'Into the void')
    await page.clock.runFor(15_000)
    await expect(repliesOf(page).last()).toContainText('You said: Into the void')
    const { messages } = await script.call('messages.list', { sessionId })
    expect(messages.filter(({ author }) => author === 'person').map(({ text }) => text)).toEqual([
      'Before',
      'Missed',
      'Into the void',
    ])
    await expect(saidOf(page)).toHaveText([/Before/, /Missed/, /Into the void/])
  })
})

test('the conversation is live again when one comes back to the page', async ({ page, script }) => {
  const botId = await launchBot(script)
  const sessionId = await createSession(script, botId)
  await openSession(page, botId, sessionId)
  await page.goto('about:blank')
  await sayByScript(script, sessionId, 'Meanwhile')
  await page.goBack()
  await expect(repliesOf(page)).toContainText('You said: Meanwhile')
  await sayByScript(script, sessionId, 'Since')
  await expect(repliesOf(page).last()).toContainText('You said: Since')
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
