import { afterEach, beforeEach, expect, it } from 'vitest'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { RecordingViewer } from '@test/support/recording-viewer'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'

let ollama: FakeOllama
let app: TestApp
let browsers: WsClient[]

beforeEach(async () => {
  ollama = await startFakeOllama({ tokensPerSecond: 400 })
  app = await startTestApp({ ollamaUrl: ollama.url })
  const { secret } = await app.controller.access.createToken('test', 'owner')
  browsers = await Promise.all([1, 2, 3].map(() => connectWs(app.address, { token: secret })))
})
afterEach(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  await app.close()
  await ollama.close()
})

it('shows two windows and three browsers on one session the same, byte for byte', async () => {
  const { sessionId } = await launchBot(app, 'scripted')
  const windows = [app.viewer, new RecordingViewer('second window')]
  for (const window of windows) await app.call('sessions.watch', { sessionId }, window)
  const frames = browsers.map((browser) => {
    const received: string[] = []
    browser.socket.on('message', (data: Buffer) => {
      if (/"event":"(message|turn)\./.test(data.toString())) received.push(data.toString())
    })
    return received
  })
  for (const browser of browsers) await browser.call('sessions.watch', { sessionId })

  // Sent from three different places; the queue keeps them apart.
  const turns = [
    await app.call('messages.send', {
      sessionId,
      clientMessageId: clientMessageId(),
      text: 'from the window',
    }),
    ...(await Promise.all(
      browsers.slice(0, 2).map((browser, n) =>
        browser.call('messages.send', {
          sessionId,
          clientMessageId: clientMessageId(),
          text: `from browser ${String(n)}`,
        }),
      ),
    )),
  ]
  for (const { turnId } of turns) {
    for (const browser of browsers) {
      await browser.waitForEvent((event) => event.event === 'turn.ended' && event.turnId === turnId)
    }
  }

  const seen = windows.map(({ bytes }) =>
    bytes.filter((text) => /"event":"(message|turn)\./.test(text)),
  )
  expect(seen[0]?.length).toBeGreaterThan(10)
  for (const view of [...seen, ...frames]) expect(view).toEqual(seen[0])

  const stored = (await app.call('messages.list', { sessionId })).messages
  const ended = browsers[0]?.events
    .filter((event) => event.event === 'turn.ended')
    .map((event) => event.message)
  expect(ended).toEqual(stored.filter(({ author }) => author === 'bot'))
})

it('tells every list at once what a bot is doing and which sessions there are', async () => {
  for (const browser of browsers) await browser.call('overview.watch', {})
  const { botId } = await launchBot(app, 'tiny')
  for (const browser of browsers) {
    await browser.waitForEvent(
      (event) => event.event === 'instance.changed' && event.instance.state === 'ready',
    )
    await browser.waitForEvent(
      (event) =>
        event.event === 'sessions.changed' && event.sessions.some((one) => one.botId === botId),
    )
  }
  await browsers[0]?.call('bots.stop', { botId })
  await app.viewer.waitFor(
    'instance.changed',
    ({ instance }) => instance.botId === botId && instance.state === 'stopped',
  )
})
