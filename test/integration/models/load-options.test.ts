import { afterEach, describe, expect, it } from 'vitest'
import type { BotOptions } from '@shared/model/bot-options'
import type { BotId, SessionId } from '@shared/model/ids'
import type { FakeOllama, FakeOllamaOptions, FakeVersion } from '@test/support/fake-ollama/options'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { sendHttp } from '@test/support/http-client'
import { callerOf } from '@test/support/recording-viewer'
import { clientMessageId, startTestApp } from '@test/support/test-app'
import type { TestApp, TestAppOptions } from '@test/support/test-app'

const VERSIONS: readonly FakeVersion[] = ['0.24.0', '0.32.15']
const BIG = { name: 'big', contextLength: 65_536 } as const

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(
  options: FakeOllamaOptions = {},
  more: TestAppOptions = {},
): Promise<{ fake: FakeOllama; app: TestApp }> {
  const fake = await startFakeOllama({ models: [BIG], ...options })
  closers.push(() => fake.close())
  const app = await startTestApp({ ollamaUrl: fake.url, ...more })
  closers.push(() => app.close())
  await app.call('overview.watch', {})
  return { fake, app }
}

interface Talking {
  readonly botId: BotId
  readonly sessionId: SessionId
}

/** A launched bot with a session that is watched. */
async function launch(app: TestApp, options: BotOptions, model = 'big'): Promise<Talking> {
  const { bot } = await app.call('bots.create', { name: 'Reader', model, options })
  return bring(app, bot.id)
}

async function bring(app: TestApp, botId: BotId): Promise<Talking> {
  await app.call('bots.launch', { botId })
  await app.viewer.waitFor(
    'instance.changed',
    ({ instance }) => instance.botId === botId && instance.state === 'ready',
  )
  const { session } = await app.call('sessions.create', { botId })
  await app.call('sessions.watch', { sessionId: session.id })
  return { botId, sessionId: session.id }
}

async function say(app: TestApp, { sessionId }: Talking, text = 'hello') {
  const sent = { sessionId, clientMessageId: clientMessageId(), text }
  const { turnId } = await app.call('messages.send', sent)
  return (await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)).message
}

const chats = (fake: FakeOllama) =>
  fake.requests
    .filter(({ path }) => path === '/api/chat')
    .map(({ body }) => body as Readonly<Record<string, unknown>>)
const optionsOfChats = (fake: FakeOllama) => chats(fake).map(({ options }) => options)

describe.each(VERSIONS)('with Ollama %s', (version) => {
  it('two bots on one model that want different contexts load it once, over many turns', async () => {
    const { fake, app } = await start({ version })
    await app.call('bots.create', {
      name: 'Idle, but it counts',
      model: 'BIG:latest',
      options: { contextLength: 32_768, keepAliveS: 7_200 },
    })
    const one = await launch(app, { contextLength: 16_384, keepAliveS: 60 })
    const other = await launch(app, {})
    for (let turn = 0; turn < 20; turn += 1) {
      await say(app, one)
      await say(app, other)
    }
    expect(fake.loads).toEqual(['big:latest'])
    expect(new Set(optionsOfChats(fake).map((options) => JSON.stringify(options))).size).toBe(2)
    for (const { keep_alive, options } of chats(fake)) {
      expect(keep_alive).toBe(7_200)
      expect(options).toMatchObject({ num_ctx: 32_768 })
    }
  })

  it('five bots at once, with titles made in between, load it once', async () => {
    const { fake, app } = await start({ version }, { env: { AUTO_TITLE: 'on' } })
    const wishes = [undefined, 2_048, 12_288, 40_000, 65_000]
    const ids = await Promise.all(
      wishes.map(async (contextLength, n) => {
        const options = contextLength === undefined ? {} : { contextLength }
        const made = { id: `BOT-10${String(n)}`, name: 'Reader', model: 'big', options }
        return (await app.call('bots.create', made)).bot.id
      }),
    )
    const talking = await Promise.all(ids.map((botId) => bring(app, botId)))
    for (let round = 0; round < 4; round += 1)
      await Promise.all(talking.map((bot) => say(app, bot)))
    expect(fake.loads).toEqual(['big:latest'])
  })

  it('what a bot leaves out is not sent, and what it sets arrives under Ollama’s names', async () => {
    const { fake, app } = await start({ version })
    await say(app, await launch(app, {}))
    expect(chats(fake).at(-1)).toMatchObject({ think: false, keep_alive: 1_800 })
    expect(chats(fake).at(-1)).not.toHaveProperty('format')
    expect(optionsOfChats(fake).at(-1)).toEqual({
      temperature: 0.7,
      num_predict: 2_048,
      num_ctx: 8_192,
    })
    const full = await launch(app, {
      topP: 0.9,
      topK: 20,
      minP: 0.05,
      repeatPenalty: 1.1,
      presencePenalty: 0.5,
      frequencyPenalty: -0.5,
      seed: 42,
      stop: ['THE END', '<|end|>'],
      contextLength: 4_096,
      keepAliveS: -1,
      format: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
    })
    expect(await say(app, full)).toMatchObject({ status: 'complete' })
    expect(chats(fake).at(-1)).toMatchObject({
      keep_alive: -1,
      format: { type: 'object', required: ['ok'] },
      options: {
        temperature: 0.7,
        num_predict: 2_048,
        num_ctx: 8_192,
        top_p: 0.9,
        top_k: 20,
        min_p: 0.05,
        repeat_penalty: 1.1,
        presence_penalty: 0.5,
        frequency_penalty: -0.5,
        seed: 42,
        // The Modelfile's own end mark would be lost otherwise.
        stop: ['<|end|>', 'THE END'],
      },
    })
  })

  it('a context above what the model was trained for is never asked for', async () => {
    const { fake, app } = await start({ version })
    await say(app, await launch(app, { contextLength: 1_000_000 }))
    expect(optionsOfChats(fake)).toEqual([
      { num_ctx: 65_536 },
      expect.objectContaining({ num_ctx: 65_536 }),
    ])
  })

  it('changing a bot decides anew: one load with the next message, and none after it', async () => {
    const { fake, app } = await start({ version })
    const one = await launch(app, {})
    const other = await launch(app, {})
    await app.call('bots.update', {
      botId: other.botId,
      version: 1,
      changes: { options: { contextLength: 24_576 } },
    })
    for (const bot of [one, other, one, other]) await say(app, bot)
    expect(fake.loads).toHaveLength(2)
    const [plan] = (await app.call('models.loadPlans', { name: 'big' })).plans
    expect(plan).toMatchObject({
      contextLength: 24_576,
      decidedBy: other.botId,
      trainedFor: 65_536,
    })
  })

  it('the owner pins what a model is loaded with, over every wish, with one load more and no further', async () => {
    const { fake, app } = await start({ version })
    const one = await launch(app, { contextLength: 32_768 })
    const pin = { contextLength: 10_240, numGpu: 0, numBatch: 128 }
    const { plan } = await app.call('models.pinLoad', { name: 'big', ...pin })
    expect(plan).toMatchObject({ contextLength: 10_240, decidedBy: null, pin, numGpu: 0 })
    for (let turn = 0; turn < 3; turn += 1) await say(app, one)
    expect(fake.loads).toHaveLength(2)
    expect(optionsOfChats(fake).at(-1)).toMatchObject({
      num_ctx: 10_240,
      num_gpu: 0,
      num_batch: 128,
    })
  })

  it('wrong options are refused in words before anything is sent', async () => {
    const { fake, app } = await start({ version })
    const wrong: readonly [object, RegExp][] = [
      [{ topP: 1.5 }, /topP/],
      [{ topP: '0.9' }, /topP/],
      [{ topK: 2.5 }, /topK/],
      [{ minP: -1 }, /minP/],
      [{ repeatPenalty: 9 }, /repeatPenalty/],
      [{ presencePenalty: 'much' }, /presencePenalty/],
      [{ frequencyPenalty: -3 }, /frequencyPenalty/],
      [{ seed: -1 }, /seed/],
      [{ seed: 1.5 }, /seed/],
      [{ stop: 'END' }, /stop/],
      [{ stop: [''] }, /stop/],
      [{ stop: Array.from({ length: 17 }, () => 'x') }, /stop/],
      [{ contextLength: 10 }, /contextLength/],
      [{ contextLength: '8192' }, /contextLength/],
      [{ keepAliveS: 'soon' }, /keepAliveS/],
      [{ keepAliveS: -2 }, /keepAliveS/],
      [{ think: 'maybe' }, /think/],
      [{ think: true }, /think/],
      [{ format: 'yaml' }, /format/],
      [{ format: ['json'] }, /format/],
      [{ no_such: 1 }, /no_such/],
    ]
    for (const [options, named] of wrong) {
      const body = { name: 'Reader', model: 'big', options }
      const refused = app.controller.router.dispatch(
        'bots.create',
        body,
        callerOf({ personId: 'owner', role: 'owner', credential: null }),
      )
      await expect(refused).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(named) as string,
      })
    }
    expect(fake.requests.filter(({ path }) => path === '/api/chat')).toEqual([])
    expect((await app.call('bots.list', {})).bots.filter(({ model }) => model === 'big')).toEqual(
      [],
    )
  })
})

it('a pin outlives the controller', async () => {
  const { fake, app } = await start()
  await app.call('models.pinLoad', { name: 'big', contextLength: 10_240 })
  const { dataDirectory } = app
  await app.controller.close()
  const again = await startTestApp({ ollamaUrl: fake.url, dataDirectory })
  closers.push(() => again.close())
  expect((await again.call('models.loadPlans', {})).plans).toMatchObject([
    { name: 'big', contextLength: 10_240, pin: { contextLength: 10_240, numGpu: null } },
  ])
  await again.call('models.pinLoad', { name: 'BIG:latest' })
  expect((await again.call('models.loadPlans', {})).plans).toEqual([])
})

it('a pin above what the model was trained for is refused, with the number it takes', async () => {
  const { app } = await start()
  await expect(
    app.call('models.pinLoad', { name: 'big', contextLength: 100_000 }),
  ).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('65,536') as string,
  })
})

it('only the owner pins', async () => {
  const { app } = await start()
  await expect(
    app.controller.router.dispatch(
      'models.pinLoad',
      { name: 'big', contextLength: 10_240 },
      callerOf({ personId: 'owner', role: 'member', credential: null }),
    ),
  ).rejects.toMatchObject({ code: 'forbidden' })
})

it('the settings limit what bots can want, and say so in the plan', async () => {
  const { fake, app } = await start()
  const bot = await launch(app, { contextLength: 60_000 })
  await app.call('settings.update', { contextLimit: 20_000 })
  await say(app, bot)
  expect(optionsOfChats(fake).at(-1)).toMatchObject({ num_ctx: 20_000 })
  const { plans } = await app.call('models.loadPlans', {})
  expect(plans).toMatchObject([{ name: 'big', contextLength: 20_000, limit: 20_000 }])
})

it('replies that had to wait for a load are counted, by what Ollama measured', async () => {
  const { fake, app } = await start({ loadMs: 150 })
  const bot = await launch(app, {})
  await say(app, bot)
  const reloads = async () => (await app.call('models.loadPlans', { name: 'big' })).plans[0]
  expect(await reloads()).toMatchObject({ reloads: 0, lastReload: null })
  // As when another program uses the model with its own context.
  fake.unloadAll()
  await say(app, bot)
  await say(app, bot)
  const after = await reloads()
  expect(after).toMatchObject({ reloads: 1 })
  expect(after?.lastReload?.ms).toBeGreaterThanOrEqual(149)
})

it('while Ollama is away a bot is made with any options, and the plan is a guess that nobody keeps', async () => {
  const { fake, app } = await start()
  await fake.kill()
  await app.call('bots.create', {
    name: 'Reader',
    model: 'big',
    options: { contextLength: 90_000 },
  })
  const away = await app.call('models.loadPlans', {})
  expect(away.plans).toMatchObject([{ contextLength: 90_000, trainedFor: null }])
  await fake.restart()
  const back = await app.call('models.loadPlans', {})
  expect(back.plans).toMatchObject([{ contextLength: 65_536, trainedFor: 65_536 }])
})

it('scripts read the plans and pin over HTTP', async () => {
  const { app } = await start()
  const { secret: token } = await app.call('access.createToken', { name: 'script', role: 'owner' })
  const path = '/api/v1/models/load-plans'
  const json = { name: 'big', contextLength: 10_240 }
  expect(await sendHttp(app.address, path, { token, method: 'POST', json })).toMatchObject({
    status: 200,
  })
  const read = await sendHttp(app.address, `${path}?name=big`, { token })
  expect(read.json()).toMatchObject({ plans: [{ name: 'big', contextLength: 10_240 }] })
})
