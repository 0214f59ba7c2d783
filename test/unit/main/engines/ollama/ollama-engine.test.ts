import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { planLoading } from '@main/core/models/plan-loading'
import { OllamaEngine } from '@main/engines/ollama/ollama-engine'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { SCRIPTED_TEXT } from '@test/support/fake-ollama/words'
import { recordingLog } from '@test/support/recording-log'
import type { ReplyPart, ReplyRequest } from '@main/core/engines/engine'
import type {
  FakeModel,
  FakeOllama,
  FakeOllamaOptions,
  FakeVersion,
  Fault,
} from '@test/support/fake-ollama/options'

const VERSIONS: readonly FakeVersion[] = ['0.24.0', '0.32.15']

const fakes: FakeOllama[] = []
afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.close()))
})

async function startFake(options: FakeOllamaOptions): Promise<FakeOllama> {
  const fake = await startFakeOllama(options)
  fakes.push(fake)
  return fake
}

const PLAN = planLoading({ bots: [], facts: null, pin: null, limit: 131_072 })

function engineFor(host: string | (() => string), silenceMs?: number): OllamaEngine {
  return new OllamaEngine({
    loading: { planFor: () => Promise.resolve(PLAN), replied: () => undefined },
    facts: { known: () => null },
    host: typeof host === 'string' ? () => host : host,
    log: recordingLog().log,
    now: () => 1_000,
    ...(silenceMs === undefined ? {} : { silenceMs: () => silenceMs }),
  })
}

function asking(model: string, changes: Partial<ReplyRequest> = {}): ReplyRequest {
  return {
    model,
    prompt: [{ role: 'user', content: 'hello' }],
    temperature: 0.7,
    maxTokens: 100,
    ...changes,
  }
}

const never = new AbortController().signal

async function partsOf(parts: AsyncIterable<ReplyPart>): Promise<readonly ReplyPart[]> {
  const all: ReplyPart[] = []
  for await (const part of parts) all.push(part)
  return all
}

function textOf(parts: readonly ReplyPart[]): string {
  return parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('')
}

/** The error that a promise rejects with, as people get to see it. */
async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw error
}

/** Reads a reply until it fails; what was said before is kept. */
async function failing(
  parts: AsyncIterable<ReplyPart>,
): Promise<{ readonly text: string; readonly error: AppError }> {
  const said: ReplyPart[] = []
  const reading = (async () => {
    for await (const part of parts) said.push(part)
  })()
  return { error: await errorOf(reading), text: textOf(said) }
}

describe.each(VERSIONS)('OllamaEngine with Ollama %s', (version) => {
  const start = (options: FakeOllamaOptions = {}) => startFake({ version, ...options })

  describe('replying', () => {
    it('hands on every character, emoji and code included', async () => {
      const fake = await start()
      const parts = await partsOf(engineFor(fake.url).reply(asking('scripted'), never))
      expect(textOf(parts)).toBe(SCRIPTED_TEXT)
    })

    it('puts characters together that arrive in pieces', async () => {
      const fake = await start()
      fake.setFault({ kind: 'split', bytes: 3 })
      const parts = await partsOf(engineFor(fake.url).reply(asking('scripted'), never))
      expect(textOf(parts)).toBe(SCRIPTED_TEXT)
    })

    it('keeps a thinking model from thinking aloud', async () => {
      const fake = await start()
      const parts = await partsOf(engineFor(fake.url).reply(asking('scripted'), never))
      expect(fake.requests[0]?.body).toMatchObject({ think: false })
      expect(textOf(parts)).not.toContain('step by step')
    })

    it('sends instructions, options and the same context size that the model was loaded with', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      await engine.load('tiny', never)
      const prompt = [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'hello' },
      ] as const
      await partsOf(engine.reply(asking('tiny', { prompt, temperature: 0.2, maxTokens: 7 }), never))
      const chats = fake.requests.filter(({ path }) => path === '/api/chat').map(({ body }) => body)
      expect(chats).toMatchObject([
        { messages: [], keep_alive: 1_800, options: { num_ctx: 8_192 } },
        {
          messages: prompt,
          keep_alive: 1_800,
          options: { num_ctx: 8_192, temperature: 0.2, num_predict: 7 },
        },
      ])
    })

    it('ends with what Ollama measured, in milliseconds and tokens', async () => {
      const fake = await start({ loadMs: 20 })
      const parts = await partsOf(engineFor(fake.url).reply(asking('scripted'), never))
      const done = parts.at(-1)
      if (done?.kind !== 'done') throw new Error('the last part is not done')
      expect(done.metrics).toMatchObject({ doneReason: 'stop', replyTokens: 30 })
      expect(done.metrics.promptTokens).toBeGreaterThan(0)
      expect(done.metrics.tokensPerSecond).toBeGreaterThan(0)
      // Milliseconds, not the nanoseconds of the wire.
      expect(done.metrics.loadMs).toBeGreaterThanOrEqual(19)
      expect(done.metrics.loadMs).toBeLessThan(20_000)
    })

    it('says that a reply was cut at its maximum', async () => {
      const fake = await start()
      const parts = await partsOf(
        engineFor(fake.url).reply(asking('tiny', { maxTokens: 5 }), never),
      )
      expect(parts.at(-1)).toMatchObject({
        kind: 'done',
        metrics: { doneReason: 'length', replyTokens: 5 },
      })
    })

    it('asks the address that is set at that moment', async () => {
      const [one, other] = [await start(), await start()]
      let host = one.url
      const engine = engineFor(() => host)
      await partsOf(engine.reply(asking('tiny'), never))
      host = other.url
      await partsOf(engine.reply(asking('tiny'), never))
      expect([one.requests.length, other.requests.length]).toEqual([1, 1])
    })

    it('serves many turns over few connections', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      for (let turn = 0; turn < 5; turn += 1) await partsOf(engine.reply(asking('tiny'), never))
      expect(fake.openConnections).toBe(1)
    })

    it('goes on after Ollama was started again', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      await partsOf(engine.reply(asking('scripted'), never))
      await fake.kill()
      await fake.restart()
      expect(textOf(await partsOf(engine.reply(asking('scripted'), never)))).toBe(SCRIPTED_TEXT)
    })
  })

  describe('telling why it takes long', () => {
    it('says that the model is being loaded', async () => {
      const fake = await start({ loadMs: 800 })
      const parts = await partsOf(engineFor(fake.url).reply(asking('scripted'), never))
      expect(parts[0]).toEqual({ kind: 'phase', phase: 'loading' })
      expect(textOf(parts)).toBe(SCRIPTED_TEXT)
    })

    it('does not call it loading when a loaded model is slow to begin', async () => {
      const fake = await start({ firstTokenMs: 800 })
      const engine = engineFor(fake.url)
      await engine.load('scripted', never)
      const parts = await partsOf(engine.reply(asking('scripted'), never))
      expect(parts[0]).toMatchObject({ kind: 'text' })
    })

    it('asks nothing about a model that speaks to somebody else meanwhile', async () => {
      const fake = await start({
        parallel: 1,
        tokensPerSecond: 50,
        reply: () => Array.from({ length: 40 }, () => 'word '),
      })
      const engine = engineFor(fake.url)
      await engine.load('scripted', never)
      const replies = [1, 2].map(() => partsOf(engine.reply(asking('scripted'), never)))
      for (const parts of await Promise.all(replies))
        expect(parts[0]).toMatchObject({ kind: 'text' })
      expect(fake.requests.filter(({ path }) => path === '/api/ps')).toEqual([])
    })
  })

  describe('stopping', () => {
    it('closes the connection while the model still loads', async () => {
      const fake = await start({ loadMs: 60_000 })
      const abort = new AbortController()
      const reading = partsOf(engineFor(fake.url).reply(asking('tiny'), abort.signal))
      const outcome = expect(reading).rejects.toThrow('stopped by hand')
      await fake.waitForRequest('/api/chat')
      abort.abort(new Error('stopped by hand'))
      await outcome
      await fake.waitForClientClose()
      expect(fake.liveGenerations).toBe(0)
      expect(fake.loaded()).toEqual([])
    })

    it('closes the connection in the middle of a reply, and no other one', async () => {
      const fake = await start({ tokensPerSecond: 100 })
      const engine = engineFor(fake.url)
      const abort = new AbortController()
      const other = partsOf(engine.reply(asking('scripted'), never))
      const stopped = (async () => {
        for await (const part of engine.reply(asking('scripted'), abort.signal)) {
          if (part.kind === 'text') abort.abort(new Error('stopped by hand'))
        }
      })()
      await expect(stopped).rejects.toThrow('stopped by hand')
      await fake.waitForClientClose()
      expect(textOf(await other)).toBe(SCRIPTED_TEXT)
      expect(fake.closedByClient).toBe(1)
    })

    it('closes the connection when the reader just leaves', async () => {
      const fake = await start({ tokensPerSecond: 20 })
      for await (const part of engineFor(fake.url).reply(asking('scripted'), never)) {
        if (part.kind === 'text') break
      }
      await fake.waitForClientClose()
      expect(fake.liveGenerations).toBe(0)
    })

    it('works while no answer at all has come', async () => {
      const fake = await start()
      fake.setFault({ kind: 'hang-before-header' })
      const abort = new AbortController()
      const reading = partsOf(engineFor(fake.url).reply(asking('tiny'), abort.signal))
      const outcome = expect(reading).rejects.toThrow('stopped by hand')
      await fake.waitForRequest('/api/chat')
      abort.abort(new Error('stopped by hand'))
      await outcome
      await fake.waitForClientClose()
      expect(fake.closedByClient).toBe(1)
    })

    it('asks nothing of Ollama where it was stopped before it began', async () => {
      const fake = await start()
      const reading = partsOf(
        engineFor(fake.url).reply(asking('tiny'), AbortSignal.abort(new Error('stopped by hand'))),
      )
      await expect(reading).rejects.toThrow('stopped by hand')
      expect(fake.requests).toEqual([])
    })
  })

  describe('failing', () => {
    const MIDDLE = 'in the middle of the reply'

    it.each([
      [
        'an error line',
        { kind: 'error-line', afterTokens: 4 },
        "Ollama's model process stopped in the middle",
      ],
      ['a stream without its end', { kind: 'no-done', afterTokens: 4 }, MIDDLE],
      ['a cut connection', { kind: 'cut', afterTokens: 4 }, MIDDLE],
    ] satisfies readonly (readonly [string, Fault, string])[])(
      'keeps what was said before %s',
      async (_, fault, message) => {
        const fake = await start()
        fake.setFault(fault)
        const { text, error } = await failing(engineFor(fake.url).reply(asking('scripted'), never))
        expect(text).toBe('Hello! I am a')
        expect(error.code).toBe('engine_unavailable')
        expect(error.message).toContain(message)
      },
    )

    it('says that Ollama stopped when it is killed in the middle', async () => {
      const fake = await start({ tokensPerSecond: 20 })
      const reading = failing(engineFor(fake.url).reply(asking('scripted'), never))
      await fake.waitFor(() => fake.tokensSent >= 2)
      await fake.kill()
      const { text, error } = await reading
      expect(text).toContain('Hello!')
      expect(error).toMatchObject({
        code: 'engine_unavailable',
        message: expect.stringContaining(MIDDLE) as string,
      })
    })

    it('gives up on a reply that falls silent', async () => {
      const fake = await start()
      fake.setFault({ kind: 'hang', afterTokens: 4 })
      const { text, error } = await failing(
        engineFor(fake.url, 30).reply(asking('scripted'), never),
      )
      expect(text).toBe('Hello! I am a')
      expect(error).toMatchObject({
        code: 'engine_unavailable',
        message: expect.stringContaining(MIDDLE) as string,
      })
      await fake.waitForClientClose()
    })

    it('names a model that is not there, and how to get it', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      const { error } = await failing(engine.reply(asking('nope'), never))
      expect(error.code).toBe('model_not_found')
      expect(error.message).toBe(
        'Ollama has no model "nope". Pull it (ollama pull nope), or choose another model.',
      )
      expect(await errorOf(engine.load('nope', never))).toMatchObject({ code: 'model_not_found' })
    })

    it('says when to try again where too many wait', async () => {
      const fake = await start()
      fake.setFault({ kind: 'queue-full' })
      const { error } = await failing(engineFor(fake.url).reply(asking('tiny'), never))
      expect(error).toMatchObject({ code: 'engine_busy', retryAfterMs: 1_000 })
    })

    it('says that Ollama is not there', async () => {
      const fake = await start()
      await fake.kill()
      const engine = engineFor(fake.url)
      const expected = {
        code: 'engine_unavailable',
        message: 'Ollama does not answer. Start Ollama, or set its address in Settings.',
      }
      expect((await failing(engine.reply(asking('tiny'), never))).error).toMatchObject(expected)
      expect(await errorOf(engine.load('tiny', never))).toMatchObject(expected)
      expect(await errorOf(engine.listModels(never))).toMatchObject(expected)
      expect(await errorOf(engine.unload('tiny'))).toMatchObject(expected)
    })

    it.each(['truncated', 'garbage'] as const)(
      'explains a model whose file is %s',
      async (damage) => {
        const fake = await start({ models: [{ name: 'tiny', damage }] })
        const { error } = await failing(engineFor(fake.url).reply(asking('tiny'), never))
        expect(error.code).toBe('engine_unavailable')
        expect(error.message).toContain('Ollama could not run the model')
      },
    )

    it('shows no address and no path, whatever goes wrong', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      const faults: readonly Fault[] = [
        { kind: 'server-error', message: 'open /var/lib/ollama/models/x: no such file' },
        { kind: 'server-error', status: 400, message: `dial tcp 127.0.0.1:${fake.port}: refused` },
        { kind: 'error-line', message: 'cannot read C:\\models\\x', afterTokens: 1 },
        { kind: 'load-failure' },
      ]
      for (const fault of faults) {
        fake.setFault(fault)
        const { error } = await failing(engine.reply(asking('tiny'), never))
        expect(error.message).not.toMatch(/[/\\]|127\.0\.0\.1|\d{4}/)
        expect(error.cause).toBeInstanceOf(Error)
      }
    })
  })

  describe('loading and freeing', () => {
    it('brings a model into memory and frees it', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      await engine.load('tiny', never)
      expect(fake.loaded()).toEqual(['tiny:latest'])
      await engine.unload('tiny')
      expect(fake.loaded()).toEqual([])
    })

    it('refuses a model that cannot chat, before loading it', async () => {
      const fake = await start()
      const error = await errorOf(engineFor(fake.url).load('embed', never))
      expect(error).toMatchObject({
        code: 'invalid_input',
        message: 'The model "embed" cannot chat. Choose another model.',
      })
      expect(fake.loaded()).toEqual([])
    })

    it('gives a load up when it is stopped', async () => {
      const fake = await start({ loadMs: 60_000 })
      const abort = new AbortController()
      const loading = engineFor(fake.url).load('tiny', abort.signal)
      const outcome = expect(loading).rejects.toThrow('stopped by hand')
      await fake.waitForRequest('/api/chat')
      abort.abort(new Error('stopped by hand'))
      await outcome
      await fake.waitForClientClose()
      expect(fake.liveGenerations).toBe(0)
    })

    it('counts a model that was deleted meanwhile as freed', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      await engine.load('tiny', never)
      fake.setModels([])
      await expect(engine.unload('tiny')).resolves.toBeUndefined()
    })
  })

  describe('telling what is there', () => {
    it('lists the installed models', async () => {
      const models: readonly FakeModel[] = [
        {
          name: 'small',
          size: 1_234,
          parameterSize: '1.2B',
          quantization: 'Q4_K_M',
          family: 'llama',
        },
        { name: 'odd:7b' },
      ]
      const fake = await start({ models })
      const told = {
        capabilities: ['completion'],
        contextLength: 4096,
        modifiedAt: expect.any(Number) as number,
        cloud: false,
      }
      expect(await engineFor(fake.url).listModels(never)).toEqual([
        {
          engine: 'ollama',
          name: 'small:latest',
          size: 1_234,
          family: 'llama',
          parameterSize: '1.2B',
          quantization: 'Q4_K_M',
          ...told,
        },
        {
          engine: 'ollama',
          name: 'odd:7b',
          size: 1_000_000,
          family: 'llama',
          parameterSize: '1M',
          quantization: null,
          ...told,
        },
      ])
    })

    it('tells its version, or that it is gone, without ever failing', async () => {
      const fake = await start()
      const engine = engineFor(fake.url)
      expect(await engine.status()).toEqual({
        engine: 'ollama',
        reachable: true,
        version,
        checkedAt: 1_000,
        error: null,
      })
      await fake.kill()
      expect(await engine.status()).toMatchObject({
        reachable: false,
        version: null,
        error: { code: 'engine_unavailable' },
      })
    })
  })
})

describe('OllamaEngine with something else at the address', () => {
  it('recognises that a web page is not Ollama', async () => {
    const server = createServer((_, res) =>
      res.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Welcome</p>'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const engine = engineFor(`http://127.0.0.1:${port}`)
    const { error } = await failing(engine.reply(asking('tiny'), never))
    expect(error).toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringContaining('is not Ollama') as string,
    })
    expect(await engine.status()).toMatchObject({
      reachable: false,
      error: { message: expect.stringContaining('is not Ollama') as string },
    })
    server.closeAllConnections()
    server.close()
  })

  it('says that an address cannot be read', async () => {
    const engine = engineFor('http://[nonsense')
    expect(await engine.status()).toMatchObject({
      reachable: false,
      error: {
        code: 'engine_unavailable',
        message: 'The address of Ollama cannot be read. Correct it in Settings.',
      },
    })
    const { error } = await failing(engine.reply(asking('tiny'), never))
    expect(error.code).toBe('engine_unavailable')
  })
})
