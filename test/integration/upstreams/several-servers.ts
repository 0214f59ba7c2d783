import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama, FakeOllamaOptions } from '@test/support/fake-ollama/options'
import { clientMessageId, startTestApp } from '@test/support/test-app'
import type { TestApp, TestAppOptions } from '@test/support/test-app'
import type { Message } from '@shared/model/message'

/** A controller with several Ollama servers, each of which says its own name. */
export interface Several {
  readonly app: TestApp
  /** The first one is the one in the settings, `Ollama`; the others are `server 1`, `server 2`. */
  readonly servers: readonly [FakeOllama, FakeOllama, ...FakeOllama[]]
  /** Of the others, in their order. */
  readonly ids: readonly string[]
  close(): Promise<void>
}

export async function startSeveral(
  options: readonly [FakeOllamaOptions, FakeOllamaOptions, ...FakeOllamaOptions[]],
  appOptions: TestAppOptions = {},
): Promise<Several> {
  const [first, second, ...others] = await Promise.all(
    options.map((one, index) => startFakeOllama({ reply: () => `I am server ${index}`, ...one })),
  )
  if (!first || !second) throw new Error('several are at least two')
  const app = await startTestApp({ ollamaUrl: first.url, ...appOptions })
  await app.call('overview.watch', {})
  const ids: string[] = []
  for (const [index, server] of [second, ...others].entries()) {
    const { upstream } = await app.call('upstreams.add', {
      name: `server ${index + 1}`,
      address: server.url,
    })
    ids.push(upstream.id)
  }
  const several = { app, servers: [first, second, ...others] as const, ids }
  await known(several)
  return {
    ...several,
    close: async () => {
      await app.close()
      await Promise.all(several.servers.map((server) => server.close()))
    },
  }
}

/** Resolves once every server that answers was looked at inside. */
export async function known({ app }: Pick<Several, 'app'>): Promise<void> {
  await until(app, async () => {
    const { upstreams } = await app.call('upstreams.list', {})
    return upstreams.every(({ health }) => health.state === 'away' || health.installed !== null)
  })
}

/** Resolves once it holds; it is asked again whenever the controller says that something about its servers changed. */
export async function until(app: TestApp, holds: () => Promise<boolean>): Promise<void> {
  for (let seen = -1; ;) {
    const events = app.viewer.of('upstreams.changed')
    if (events.length > seen && (await holds())) return
    seen = Math.max(events.length, seen)
    const last = app.viewer.events.length
    if (await holds()) return
    await app.viewer.waitFor(
      'upstreams.changed',
      (event) => app.viewer.events.lastIndexOf(event) >= last,
    )
  }
}

/** Says something and waits for the reply. */
export async function ask(
  app: TestApp,
  sessionId: string,
  text = 'Who are you?',
): Promise<Message> {
  const { turnId } = await app.call('messages.send', {
    ...{ sessionId, text },
    clientMessageId: clientMessageId(),
  })
  const { message } = await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
  return message
}
