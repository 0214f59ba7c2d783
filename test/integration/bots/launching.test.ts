import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

let app: TestApp
let engine: ScriptedEngine

beforeEach(async () => {
  engine = new ScriptedEngine()
  app = await startTestApp({ engines: { ollama: engine } })
  await app.call('overview.watch', {})
})
afterEach(() => app.close())

const create = async (name = 'Tutor', model = 'tiny') =>
  (await app.call('bots.create', { name, model })).bot.id
const reaches = (botId: string, state: string) =>
  app.viewer.waitFor(
    'instance.changed',
    ({ instance }) => instance.botId === botId && instance.state === state,
  )

describe('launching', () => {
  it('is starting while the model loads, then ready, and is told to whoever watches', async () => {
    engine.loadScript = ['hold']
    const botId = await create()
    expect((await app.call('bots.launch', { botId })).instance).toMatchObject({
      state: 'starting',
      model: 'tiny',
    })
    await expect(app.call('bots.launch', { botId })).rejects.toMatchObject({ code: 'conflict' })
    await held()
    engine.release()
    await reaches(botId, 'ready')
    expect(engine.loads).toEqual(['tiny'])
    await expect(app.call('bots.launch', { botId })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('fails with the cause, and can be tried again', async () => {
    engine.loadScript = [{ fail: 'model_not_found' }]
    const botId = await create()
    await app.call('bots.launch', { botId })
    const { instance } = await reaches(botId, 'failed')
    expect(instance.error).toMatchObject({ code: 'model_not_found' })
    engine.loadScript = []
    await app.call('bots.launch', { botId })
    await reaches(botId, 'ready')
  })

  it('can be stopped while the model loads', async () => {
    engine.loadScript = ['hold']
    const botId = await create()
    await app.call('bots.launch', { botId })
    await held()
    expect((await app.call('bots.stop', { botId })).instance).toMatchObject({ state: 'stopped' })
    expect(engine.aborts).toBe(1)
  })

  it('refuses a message to a bot that is not launched, and says what to do', async () => {
    const botId = await create()
    const { session } = await app.call('sessions.create', { botId })
    const sent = app.call('messages.send', {
      sessionId: session.id,
      clientMessageId: clientMessageId(),
      text: 'Hi',
    })
    await expect(sent).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Launch it') as string,
    })
  })

  it('keeps a message that is sent while the model loads, and answers it when it is there', async () => {
    engine.loadScript = ['hold']
    const botId = await create()
    await app.call('bots.launch', { botId })
    const { session } = await app.call('sessions.create', { botId })
    await app.call('sessions.watch', { sessionId: session.id })
    const sent = await app.call('messages.send', {
      sessionId: session.id,
      clientMessageId: clientMessageId(),
      text: 'Hi',
    })
    expect(sent.queued).toBe(true)
    await held()
    engine.release()
    const { message } = await app.viewer.waitFor('turn.ended')
    expect(message).toMatchObject({ text: 'Hello there', parentSeq: 1 })
  })
})

describe('stopping a bot', () => {
  it('ends its reply, keeps what was said and frees the model', async () => {
    engine.script = () => [{ say: 'Half' }, 'hold']
    const { botId, sessionId } = await launchBot(app)
    await app.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text: 'Hi' })
    await app.viewer.waitFor('turn.extended')
    await app.call('bots.stop', { botId })
    const { messages } = await app.call('messages.list', { sessionId })
    expect(messages.at(-1)).toMatchObject({ text: 'Half', status: 'stopped' })
    expect(engine.unloads).toEqual(['tiny'])
  })

  it('leaves the model where another launched bot uses it', async () => {
    const { botId } = await launchBot(app)
    await launchBot(app)
    await app.call('bots.stop', { botId })
    expect(engine.unloads).toEqual([])
  })

  it('says so when the model could not be freed', async () => {
    engine.unloadError = 'engine_unavailable'
    const { botId } = await launchBot(app)
    const { instance } = await app.call('bots.stop', { botId })
    expect(instance).toMatchObject({
      state: 'stopped',
      notice: expect.stringContaining('could not be freed') as string,
    })
  })
})

describe('an engine that was away', () => {
  it('brings back the bots that failed for want of it, by itself', async () => {
    engine.reachable = false
    const botId = await create()
    await app.call('models.list', { engine: 'ollama' })
    await app.call('bots.launch', { botId })
    await reaches(botId, 'failed')
    engine.reachable = true
    await app.call('models.list', { engine: 'ollama' })
    await reaches(botId, 'ready')
  })
})

describe('bots', () => {
  it('get the next free id, also after one was deleted, and never one twice', async () => {
    expect(await create()).toBe('BOT-002')
    await app.call('bots.delete', { botId: 'BOT-002' })
    expect(await create()).toBe('BOT-003')
    await expect(
      app.call('bots.create', { id: 'BOT-002', name: 'x', model: 'tiny' }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('come back with their sessions when deleting is undone', async () => {
    const { botId, sessionId } = await launchBot(app)
    await app.call('bots.delete', { botId })
    expect((await app.call('bots.list', {})).bots.map(({ id }) => id)).toEqual(['BOT-001'])
    expect((await app.call('sessions.list', {})).sessions.map(({ id }) => id)).not.toContain(
      sessionId,
    )
    await app.call('bots.restore', { botId })
    expect((await app.call('sessions.list', { botId })).sessions.map(({ id }) => id)).toEqual([
      sessionId,
    ])
    expect((await app.call('bots.status', { botId })).instance.state).toBe('stopped')
  })

  it('cannot be changed by somebody who saw an older version', async () => {
    const botId = await create()
    await app.call('bots.update', { botId, version: 1, changes: { name: 'First' } })
    const late = app.call('bots.update', { botId, version: 1, changes: { name: 'Second' } })
    const { bot } = await app.call('bots.get', { botId })
    expect(bot).toMatchObject({ name: 'First', version: 2 })
    await expect(late).rejects.toMatchObject({ code: 'conflict', current: bot })
  })

  it('load the new model and free the old one when a launched bot gets another', async () => {
    const { botId } = await launchBot(app)
    await app.call('bots.update', { botId, version: 1, changes: { model: 'tiny2' } })
    await app.viewer.waitFor(
      'instance.changed',
      ({ instance }) => instance.model === 'tiny2' && instance.state === 'ready',
    )
    expect(engine.loads).toEqual(['tiny', 'tiny2'])
    expect(engine.unloads).toEqual(['tiny'])
  })

  it('need a model, unless their engine needs none', async () => {
    await expect(app.call('bots.create', { name: 'No model' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    const { bot } = await app.call('bots.create', {
      name: 'Second guide',
      engine: 'guide',
      model: 'ignored',
    })
    expect(bot.model).toBeNull()
  })

  it('are no trouble in a number of fifty', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        app.call('bots.create', { id: `MANY-${String(n)}`, name: 'x', model: 'tiny' }),
      ),
    )
    await Promise.all(ids.map(({ bot }) => app.call('bots.launch', { botId: bot.id })))
    for (const { bot } of ids) await reaches(bot.id, 'ready')
    expect(
      (await app.call('overview.watch', {})).instances.filter(({ state }) => state === 'ready'),
    ).toHaveLength(51)
  })
})

/** Until the engine is loading and waits for the test. */
async function held(): Promise<void> {
  while (engine.loads.length === 0) await new Promise(setImmediate)
  await new Promise(setImmediate)
  await new Promise(setImmediate)
}
