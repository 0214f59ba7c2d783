import { afterEach, describe, expect, it } from 'vitest'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama, FakeOllamaOptions } from '@test/support/fake-ollama/options'

let running: FakeOllama | null = null
afterEach(() => running?.close())

async function start(options: FakeOllamaOptions = {}): Promise<FakeOllama> {
  running = await startFakeOllama(options)
  return running
}

interface Line {
  readonly status?: string
  readonly completed?: number
  readonly done?: boolean
  readonly done_reason?: string
  readonly message?: { readonly content: string }
}

function ask(
  fake: FakeOllama,
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(fake.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  })
}

async function linesOf(response: Response): Promise<readonly Line[]> {
  const text = await response.text()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}

const chatting = { model: 'scripted', think: false, messages: [{ role: 'user', content: 'hi' }] }

describe('the fake Ollama', () => {
  it('lets a second request on a model wait for the first, and refuses a third where the queue is full', async () => {
    const fake = await start({ parallel: 1, maxQueue: 1, tokensPerSecond: 200 })
    const first = ask(fake, '/api/chat', chatting)
    await fake.waitFor(() => fake.tokensSent > 0)
    const second = ask(fake, '/api/chat', chatting)
    await fake.waitFor(() => fake.liveGenerations === 2)
    const third = await ask(fake, '/api/chat', chatting)
    expect(third.status).toBe(503)
    expect(fake.tokensSent).toBeLessThan(30)
    const [one, two] = [await linesOf(await first), await linesOf(await second)]
    expect([one.at(-1)?.done, two.at(-1)?.done]).toEqual([true, true])
  })

  it('serves the next in line when the one before gives up', async () => {
    const fake = await start({ parallel: 1, tokensPerSecond: 200 })
    const abort = new AbortController()
    const first = ask(fake, '/api/chat', chatting, abort.signal).then((response) => response.text())
    const gone = expect(first).rejects.toThrow()
    await fake.waitFor(() => fake.tokensSent > 0)
    const second = ask(fake, '/api/chat', chatting)
    await fake.waitFor(() => fake.liveGenerations === 2)
    abort.abort()
    await gone
    expect((await linesOf(await second)).at(-1)?.done).toBe(true)
    expect(fake.closedByClient).toBe(1)
  })

  it('drops a load that nobody waits for any more', async () => {
    const fake = await start({ loadMs: 60_000 })
    const abort = new AbortController()
    const loading = expect(
      ask(fake, '/api/chat', { model: 'tiny', messages: [] }, abort.signal),
    ).rejects.toThrow()
    await fake.waitFor(() => fake.liveGenerations === 1)
    abort.abort()
    await loading
    await fake.waitForClientClose()
    const listed = (await (await fetch(`${fake.url}/api/ps`)).json()) as {
      readonly models: readonly unknown[]
    }
    expect(listed.models).toEqual([])
  })

  it('lets a stream finish when its model is unloaded in the middle', async () => {
    const fake = await start({ tokensPerSecond: 200 })
    const chat = ask(fake, '/api/chat', chatting)
    await fake.waitFor(() => fake.tokensSent > 0)
    const [unloaded] = await linesOf(
      await ask(fake, '/api/generate', { model: 'scripted', keep_alive: 0 }),
    )
    expect(unloaded?.done_reason).toBe('unload')
    expect(fake.loaded()).toEqual(['scripted:latest'])
    expect((await linesOf(await chat)).at(-1)?.done_reason).toBe('stop')
    expect(fake.loaded()).toEqual([])
  })

  it('goes on with a pull where an earlier one was given up', async () => {
    const fake = await start({ models: [], pullMs: 600 })
    const abort = new AbortController()
    const response = await ask(fake, '/api/pull', { model: 'tiny' }, abort.signal)
    const reader = response.body?.getReader()
    let seen = ''
    while (!seen.includes('"completed":1'))
      seen += Buffer.from((await reader?.read())?.value ?? []).toString()
    abort.abort()
    await fake.waitFor(() => fake.openConnections === 0)
    const resumed = await ask(fake, '/api/pull', { model: 'tiny' })
    const lines = await linesOf(resumed)
    const first = lines.find((line) => line.completed !== undefined)
    expect(first?.completed).toBeGreaterThan(100_000)
    expect(lines.at(-1)).toEqual({ status: 'success' })
  })

  it('says what a test tells it to say', async () => {
    const fake = await start({ reply: ({ messages }) => `you said ${messages.at(-1)?.content}` })
    const lines = await linesOf(await ask(fake, '/api/chat', chatting))
    expect(lines.map((line) => line.message?.content)).toEqual(['you', ' said', ' hi', ''])
  })

  it('has a fault hit as many requests as was said', async () => {
    const fake = await start()
    fake.setFault({ kind: 'server-error', requests: 2 })
    const statuses = []
    for (let turn = 0; turn < 3; turn += 1) {
      const response = await ask(fake, '/api/chat', chatting)
      await response.text()
      statuses.push(response.status)
    }
    expect(statuses).toEqual([500, 500, 200])
  })
})
