import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BotId, SessionId } from '@shared/model/ids'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import type { Script } from '@test/support/doors'
import { sendHttp } from '@test/support/http-client'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { SwitchableStorage } from './switchable-storage'

const FULL = { code: 'internal', message: 'The disk is full. Free some space, then try again.' }
const READ_ONLY = {
  code: 'internal',
  message: 'The data directory cannot be written to. Make it writable, then try again.',
}
/** More than fits into what is left of the pages there are. */
const LONG = 'word '.repeat(10_000)
const DOORS = { WebSocket: openWebSocketDoor, HTTP: openHttpDoor }

let storage: SwitchableStorage
let engine: ScriptedEngine
let app: TestApp
let botId: BotId
let sessionId: SessionId
let token: string
const doors: Script[] = []

beforeEach(async () => {
  storage = new SwitchableStorage()
  engine = new ScriptedEngine()
  app = await startTestApp({ engines: { ollama: engine }, openStorage: storage.open })
  ;({ botId, sessionId } = await launchBot(app))
  token = (await app.call('access.createToken', { name: 'test', role: 'owner' })).secret
})
afterEach(async () => {
  storage.makeRoom()
  storage.setReadOnly(false)
  for (const door of doors.splice(0)) await door.close()
  await app.close()
})

async function openDoor(name: keyof typeof DOORS): Promise<Script> {
  const door = await DOORS[name](app.address, token)
  doors.push(door)
  return door
}

async function textsBy(door: Script): Promise<string[]> {
  return (await door.call('messages.list', { sessionId })).messages.map(({ text }) => text)
}

const healthOf = async () =>
  (await sendHttp(app.address, '/health')).json() as { status: string; checks: object }

describe.each(['WebSocket', 'HTTP'] as const)('a full disk, by %s', (name) => {
  it('refuses what is sent with a clear error, lets everything be read, and takes it once there is room', async () => {
    const door = await openDoor(name)
    // What fills a disk has to fit the model's memory.
    const changes = { options: { contextLength: 32_768 } }
    await app.call('bots.update', { botId, version: 1, changes })
    await door.say(sessionId, 'Hi')
    storage.fill()
    const message = { sessionId, clientMessageId: clientMessageId(), text: LONG }
    await expect(door.call('messages.send', message)).rejects.toMatchObject(FULL)
    expect(await textsBy(door)).toEqual(['Hi', 'Hello there'])
    expect((await door.call('sessions.get', { sessionId })).session.lastSeq).toBe(2)

    storage.makeRoom()
    expect(await door.call('messages.send', message)).toMatchObject({ queued: false })
    await app.viewer.waitFor('turn.ended', (event) => event.message.seq === 4)
    expect(await textsBy(door)).toEqual(['Hi', 'Hello there', LONG, 'Hello there'])
  })
})

describe('a data directory that may not be written to', () => {
  it('refuses what is sent, lets everything be read, says so in its health, and is over without a restart', async () => {
    const door = await openDoor('WebSocket')
    await door.say(sessionId, 'Hi')
    storage.setReadOnly(true)
    const message = { sessionId, clientMessageId: clientMessageId(), text: 'Again' }
    await expect(door.call('messages.send', message)).rejects.toMatchObject(READ_ONLY)
    expect((await door.call('sessions.watch', { sessionId })).messages).toHaveLength(2)
    expect(await healthOf()).toMatchObject({
      status: 'failing',
      checks: { database: { ok: false, message: READ_ONLY.message } },
    })

    storage.setReadOnly(false)
    expect(await healthOf()).toMatchObject({ checks: { database: { ok: true } } })
    expect((await door.say(sessionId, 'Again')).reply.text).toBe('Hello there')
  })
})

describe('a disk that is full when a reply is whole', () => {
  it('leaves the session readable, refuses what is sent there, and stores the whole reply once there is room', async () => {
    engine.script = () => {
      storage.fill()
      return [{ say: LONG }]
    }
    const door = await openDoor('WebSocket')
    await door.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text: 'Hi' })
    await whenLogged('reply not stored yet')

    const view = await door.call('sessions.watch', { sessionId })
    expect(view.messages.map(({ text }) => text)).toEqual(['Hi'])
    expect(view.live?.text).toBe(LONG)
    await expect(
      door.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text: LONG }),
    ).rejects.toMatchObject(FULL)

    storage.makeRoom()
    await app.viewer.waitFor('turn.ended')
    expect(await textsBy(door)).toEqual(['Hi', LONG])
    engine.script = () => [{ say: 'Fine.' }]
    expect((await door.say(sessionId, 'And now?')).reply.text).toBe('Fine.')
  })
})

describe('stopping while the disk is full', () => {
  const stopAt = async (step: 'turns.stop' | 'bots.stop') => {
    engine.script = () => [{ say: LONG }, 'hold']
    const door = await openDoor('WebSocket')
    await door.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text: 'Hi' })
    storage.setReadOnly(true)
    await app.viewer.waitFor('turn.extended')
    await (step === 'turns.stop'
      ? door.call('turns.stop', { sessionId })
      : door.call('bots.stop', { botId }))
    return door
  }

  it.each(['turns.stop', 'bots.stop'] as const)(
    'ends the engine and answers to %s at once; the text is kept and stored when the disk takes it',
    async (step) => {
      const door = await stopAt(step)
      expect(engine.aborts).toBeGreaterThan(0)
      const view = await door.call('sessions.watch', { sessionId })
      expect(view.live).toMatchObject({ phase: 'storing', text: LONG })
      expect(view.messages).toHaveLength(1)

      storage.setReadOnly(false)
      const { message } = await app.viewer.waitFor('turn.ended')
      expect(message).toMatchObject({ text: LONG, status: 'stopped', seq: 2 })
      expect((await door.call('sessions.watch', { sessionId })).live).toBeNull()
    },
  )

  it('stops the bot all the same, and says what will come of it', async () => {
    const door = await stopAt('bots.stop')
    const { instance } = await door.call('bots.status', { botId })
    expect(instance).toMatchObject({
      state: 'stopped',
      notice: expect.stringContaining('launched again when Port 8000 starts') as string,
    })
    await expect(door.call('bots.launch', { botId })).rejects.toMatchObject(READ_ONLY)
    expect((await door.call('bots.status', { botId })).instance.state).toBe('stopped')

    storage.setReadOnly(false)
    await door.call('bots.launch', { botId })
    engine.script = () => [{ say: 'Fine.' }]
    expect((await door.say(sessionId, 'And now?')).reply.text).toBe('Fine.')
  })

  it('loses nothing where the controller is closed and the disk takes it by then', async () => {
    const door = await stopAt('turns.stop')
    storage.setReadOnly(false)
    await door.close()
    await app.controller.close()
    const { dataDirectory } = app
    const later = await startTestApp({
      dataDirectory,
      engines: { ollama: engine },
      openStorage: storage.open,
    })
    const { messages } = await later.call('messages.list', { sessionId })
    expect(messages.at(-1)).toMatchObject({ text: LONG, status: 'stopped' })
    app = {
      ...later,
      close: async () => {
        await later.close()
        rmSync(dataDirectory, { recursive: true })
      },
    }
  })
})

describe.each(['WebSocket', 'HTTP'] as const)('a writer with an old view, by %s', (name) => {
  it('is refused with a conflict, changes nothing, and may write once it has seen what is there', async () => {
    const door = await openDoor(name)
    const { bot: seen } = await door.call('bots.create', { name: 'Ada', model: 'tiny' })
    const { bot: newer } = await app.call('bots.update', {
      botId: seen.id,
      version: seen.version,
      changes: { name: 'Grace' },
    })
    const change = { botId: seen.id, changes: { instructions: 'Be brief.' } }
    await expect(
      door.call('bots.update', { ...change, version: seen.version }),
    ).rejects.toMatchObject({ code: 'conflict', current: newer })
    expect((await door.call('bots.get', { botId: seen.id })).bot).toEqual(newer)

    await door.call('bots.update', { ...change, version: newer.version })
    expect((await door.call('bots.get', { botId: seen.id })).bot).toMatchObject({
      name: 'Grace',
      instructions: 'Be brief.',
    })
  })
})

/** Resolves once that was logged; asks again whenever the event loop went round. */
async function whenLogged(message: string): Promise<void> {
  while (!app.logged.some((line) => line.message === message))
    await new Promise((resolve) => setImmediate(resolve))
}
