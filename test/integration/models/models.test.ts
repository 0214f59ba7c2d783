import { afterEach, describe, expect, it } from 'vitest'
import type { FakeOllama, FakeOllamaOptions, FakeVersion } from '@test/support/fake-ollama/options'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { sendHttp } from '@test/support/http-client'
import { callerOf } from '@test/support/recording-viewer'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const VERSIONS: readonly FakeVersion[] = ['0.24.0', '0.32.15']

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(options: FakeOllamaOptions = {}): Promise<{ fake: FakeOllama; app: TestApp }> {
  const fake = await startFakeOllama(options)
  closers.push(() => fake.close())
  const app = await startTestApp({ ollamaUrl: fake.url })
  closers.push(() => app.close())
  await app.call('overview.watch', {})
  return { fake, app }
}

const asked = (fake: FakeOllama, path: string) =>
  fake.requests.filter((request) => request.path === path)

describe.each(VERSIONS)('the models of Ollama %s', (version) => {
  it('are listed with what they can do and the bots that use them', async () => {
    const { app } = await start({ version })
    const { bot } = await app.call('bots.create', { name: 'Reader', model: 'TINY' })
    const { models, engines } = await app.call('models.list', { engine: 'ollama' })
    expect(models.find(({ name }) => name === 'scripted:latest')).toMatchObject({
      size: 170_936_276,
      family: 'llama',
      capabilities: ['completion', 'tools', 'thinking'],
      contextLength: 4096,
      cloud: false,
      usedBy: [],
    })
    expect(models.find(({ name }) => name === 'tiny:latest')?.usedBy).toEqual([bot.id])
    expect(engines[0]).toMatchObject({ reachable: true, version })
    expect(engines[0]?.warning).toBeUndefined()
  })

  it('are asked for what they can do once, however often they are listed', async () => {
    const { fake, app } = await start({ version })
    await app.call('models.list', {})
    await app.call('models.list', {})
    expect(asked(fake, '/api/show')).toHaveLength(version === '0.24.0' ? 4 : 0)
  })

  it('say of themselves what they declare', async () => {
    const { app } = await start({ version })
    const { model } = await app.call('models.show', { name: 'tiny' })
    expect(model).toMatchObject({
      name: 'tiny:latest',
      size: 570_663,
      contextLength: 4096,
      capabilities: ['completion'],
      format: 'gguf',
      system: 'You are a tiny random test model.',
      license: 'Test license: random weights, no rights reserved.',
      parameters: [
        { name: 'num_predict', value: '200' },
        { name: 'stop', value: '"<|end|>"' },
      ],
    })
    await expect(app.call('models.show', { name: 'nope' })).rejects.toMatchObject({
      code: 'model_not_found',
    })
  })

  it('are brought into memory and freed again', async () => {
    const { fake, app } = await start({
      version,
      models: [{ name: 'half', size: 1_000_000, onGpu: 0.5 }],
    })
    await app.call('models.load', { name: 'half' })
    expect(fake.loaded()).toEqual(['half:latest'])
    const { models, total } = await app.call('models.loaded', {})
    expect(models).toMatchObject([{ name: 'half:latest', contextLength: 4096, usedBy: [] }])
    const [half] = models
    expect((half?.sizeOnGpu ?? 0) / (half?.size ?? 1)).toBeCloseTo(0.5, 2)
    expect(half?.expiresAt).toBeGreaterThan(Date.now())
    expect(total).toBeGreaterThan(1e8)
    await app.call('models.unload', { name: 'half' })
    expect((await app.call('models.loaded', {})).models).toEqual([])
    await app.viewer.waitFor('models.changed')
  })

  it('are shown while they load, and a load can be given up', async () => {
    const { fake, app } = await start({ version, loadMs: 60_000 })
    const loading = app.call('models.load', { name: 'tiny' })
    const refused = expect(loading).rejects.toMatchObject({ code: 'conflict' })
    await fake.waitFor(() => fake.liveGenerations === 1)
    expect((await app.call('models.loaded', {})).loading).toMatchObject([{ name: 'tiny' }])
    await app.call('models.unload', { name: 'tiny' })
    await refused
    await fake.waitForClientClose()
    expect((await app.call('models.loaded', {})).loading).toEqual([])
  })

  it('are deleted, out of memory too', async () => {
    const { fake, app } = await start({ version })
    await app.call('models.load', { name: 'tiny' })
    await app.call('models.delete', { name: 'tiny' })
    expect(fake.loaded()).toEqual([])
    const { models } = await app.call('models.list', {})
    expect(models.map(({ name }) => name)).not.toContain('tiny:latest')
    await expect(app.call('models.delete', { name: 'tiny' })).rejects.toMatchObject({
      code: 'model_not_found',
    })
  })

  it('are deleted with bots that use them only by who names those, and stop them first', async () => {
    const { fake, app } = await start({ version })
    const { botId } = await launchBot(app, 'tiny')
    const unawares = app.call('models.delete', { name: 'tiny' })
    await expect(unawares).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`${botId} (Reviewer)`) as string,
    })
    expect(asked(fake, '/api/delete')).toEqual([])
    await app.call('models.delete', { name: 'tiny', usedBy: [botId] })
    expect((await app.call('bots.status', { botId })).instance.state).toBe('stopped')
    expect((await app.call('models.list', {})).models).toHaveLength(3)
  })
})

describe('what is loaded', () => {
  it('has no end where Ollama keeps it for good', async () => {
    const { fake, app } = await start()
    await fetch(`${fake.url}/api/chat`, {
      method: 'POST',
      body: JSON.stringify({ model: 'tiny', messages: [], keep_alive: -1 }),
    })
    expect((await app.call('models.loaded', {})).models[0]?.expiresAt).toBeNull()
  })
})

describe('cloud models', () => {
  const COPY = {
    name: 'innocent',
    size: 400,
    remote: { host: 'https://ollama.com:443', model: 'gpt-oss:120b' },
  }
  const models = [{ name: 'gpt-oss:120b-cloud', size: 384 }, COPY, { name: 'tiny' }]

  it('are marked, whatever they are called', async () => {
    const { app } = await start({ models })
    const listed = (await app.call('models.list', {})).models
    expect(listed.map(({ name, cloud }) => [name, cloud])).toEqual([
      ['gpt-oss:120b-cloud', true],
      ['innocent:latest', true],
      ['tiny:latest', false],
    ])
    expect((await app.call('models.show', { name: 'innocent' })).model.cloud).toBe(true)
  })

  it.each(['gpt-oss:120b-cloud', 'innocent'])(
    'are refused where the owner forbids them: %s',
    async (model) => {
      const { fake, app } = await start({ models, registry: models })
      await app.call('settings.update', { forbidCloudModels: true })
      const { bot } = await app.call('bots.create', { name: 'Far', model })
      await app.call('bots.launch', { botId: bot.id })
      const { instance } = await app.viewer.waitFor(
        'instance.changed',
        (event) => event.instance.state === 'failed',
      )
      expect(instance.error).toMatchObject({ code: 'forbidden' })
      await expect(app.call('models.load', { name: model })).rejects.toMatchObject({
        code: 'forbidden',
      })
      expect(asked(fake, '/api/chat')).toEqual([])
    },
  )

  it('are not pulled where the owner forbids them', async () => {
    const { fake, app } = await start({ models, registry: models })
    await app.call('settings.update', { forbidCloudModels: true })
    await expect(app.call('models.pull', { name: 'gpt-oss:120b-cloud' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(asked(fake, '/api/pull')).toEqual([])
  })

  it.each(['gpt-oss:120b-cloud', 'innocent'])(
    'are sent nothing by a bot that was launched before they were forbidden: %s',
    async (model) => {
      const { fake, app } = await start({ models })
      const { sessionId } = await launchBot(app, model)
      await app.call('settings.update', { forbidCloudModels: true })
      const before = asked(fake, '/api/chat').length
      await app.call('messages.send', {
        sessionId,
        clientMessageId: clientMessageId(),
        text: 'A secret',
      })
      const { message } = await app.viewer.waitFor('turn.ended')
      expect(message).toMatchObject({ status: 'failed', error: { code: 'forbidden' } })
      expect(asked(fake, '/api/chat')).toHaveLength(before)
      expect(JSON.stringify(fake.requests)).not.toContain('A secret')
    },
  )

  it('are used while they are allowed, and others while they are not', async () => {
    const { app } = await start({ models })
    await launchBot(app, 'innocent')
    await app.call('settings.update', { forbidCloudModels: true })
    const { bot } = await app.call('bots.create', { name: 'Near', model: 'tiny' })
    await app.call('bots.launch', { botId: bot.id })
    await app.viewer.waitFor(
      'instance.changed',
      ({ instance }) => instance.botId === bot.id && instance.state === 'ready',
    )
  })
})

describe('who may', () => {
  const OWNERS = [
    'models.pull',
    'models.cancelPull',
    'models.load',
    'models.unload',
    'models.delete',
  ] as const

  it.each(OWNERS)('not call %s as a member', async (command) => {
    const { app } = await start()
    const member = callerOf({ personId: 'owner', role: 'member', credential: null })
    await expect(
      app.controller.router.dispatch(command, { name: 'tiny' }, member),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect(await app.controller.router.dispatch('models.list', {}, member)).toMatchObject({
      models: expect.any(Array) as unknown,
    })
  })

  it.each([...OWNERS, 'models.show'] as const)(
    'not have %s send Ollama what is no name',
    async (command) => {
      const { fake, app } = await start()
      const before = fake.requests.length
      await expect(app.call(command, { name: '../bad name' })).rejects.toMatchObject({
        code: 'invalid_input',
      })
      expect(fake.requests.slice(before).map(({ path }) => path)).not.toContain('/api/show')
    },
  )
})

it('a script pulls, looks and deletes over HTTP', async () => {
  const { app } = await start({ registry: [{ name: 'new', size: 1_000 }], models: [] })
  const { secret } = await app.call('access.createToken', { name: 'script', role: 'owner' })
  const send = (path: string, json?: unknown) =>
    sendHttp(app.address, `/api/v1/models${path}`, {
      token: secret,
      ...(json === undefined ? {} : { method: 'POST', json }),
    })
  expect(await send('/pulls', { name: 'new' })).toMatchObject({ status: 202 })
  await app.viewer.waitFor('pull.removed', ({ done }) => done)
  const shown = await send('/show?name=new')
  expect(shown.json()).toMatchObject({ model: { name: 'new:latest' } })
  expect(await send('/load', { name: 'new' })).toMatchObject({ status: 200 })
  expect((await send('/loaded')).json()).toMatchObject({ models: [{ name: 'new:latest' }] })
  expect((await send('/delete', { name: 'new' })).status).toBe(200)
  expect((await send('')).json()).toMatchObject({ models: [] })
  expect((await send('/pulls/cancel', { name: 'new' })).status).toBe(404)
})
