import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { someone } from './household'
import type { Someone } from './household'

let app: TestApp
let engine: ScriptedEngine
let anna: Someone
let ben: Someone
let botId: string
let sessionId: string

beforeEach(async () => {
  engine = new ScriptedEngine()
  engine.script = ({ prompt }) =>
    JSON.stringify(prompt.at(-1)).includes('hold') ? [{ say: 'Well' }, 'hold'] : [{ say: 'Yes' }]
  app = await startTestApp({ engines: { ollama: engine } })
  ;({ botId } = await launchBot(app))
  anna = await someone(app, 'Anna')
  ben = await someone(app, 'Ben')
  sessionId = (await anna.call('sessions.create', { botId })).session.id
  await anna.call('sessions.watch', { sessionId })
})
afterEach(() => app.close())

const said = (who: Someone, text: string) =>
  who.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text })
const endOf = ({ viewer }: Someone, turnId: string) =>
  viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
const shareWith = (who: Someone, right: 'read' | 'write') =>
  anna.call('sessions.share', {
    ...{ sessionId, sharing: { everyone: null, people: { [who.personId]: right } } },
  })

describe('a session that is shared to be read', () => {
  it('is told to who may read it, listed, found, watched and exported by them, and changed by nobody else', async () => {
    const { turnId } = await said(anna, 'about marmalade')
    await endOf(anna, turnId)
    await shareWith(ben, 'read')
    await ben.viewer.waitFor('sessions.changed', ({ sessions }) => sessions[0]?.id === sessionId)
    const listed = await ben.call('sessions.list', {})
    expect(listed.sessions).toMatchObject([{ id: sessionId, personId: anna.personId }])
    const { groups } = await ben.call('messages.search', { query: 'marmalade' })
    expect(groups.map(({ session }) => session.id)).toEqual([sessionId])
    expect((await ben.call('sessions.watch', { sessionId })).messages).toHaveLength(2)
    const next = await said(anna, 'and more')
    await endOf(ben, next.turnId)
    await ben.call('exports.start', { scope: { kind: 'bot', botId }, format: 'json' })
    const done = await ben.viewer.waitFor('export.changed', (e) => e.export.state === 'done')
    expect(done.export.written).toEqual({ sessions: 1, messages: 4 })

    for (const refused of [
      () => said(ben, 'me too'),
      () => ben.call('turns.stop', { sessionId }),
      () => ben.call('notes.write', { sessionId, text: 'x' }),
      () => ben.call('sessions.rename', { sessionId, title: 'x' }),
      () => ben.call('sessions.delete', { sessionId }),
      () => ben.call('sessions.share', { sessionId, sharing: null }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'forbidden' })
    const organised = await ben.call('sessions.organise', { sessionIds: [sessionId], pinned: true })
    expect(organised.sessions).toEqual([])
    const cara = await someone(app, 'Cara')
    await expect(cara.call('sessions.get', { sessionId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('is gone at once for whom it is taken from, with its events', async () => {
    await shareWith(ben, 'read')
    await ben.call('sessions.watch', { sessionId })
    await anna.call('sessions.share', { sessionId, sharing: null })
    expect(ben.viewer.of('sessions.deleted')).toEqual([
      { event: 'sessions.deleted', sessionIds: [sessionId] },
    ])
    const before = ben.viewer.events.length
    const { turnId } = await said(anna, 'alone again')
    await endOf(anna, turnId)
    const told = JSON.stringify(ben.viewer.events.slice(before))
    expect(told).not.toContain(sessionId)
    await expect(ben.call('sessions.watch', { sessionId })).rejects.toMatchObject({
      code: 'not_found',
    })
    // Hers as before.
    expect((await anna.call('sessions.get', { sessionId })).session.sharing).toBeUndefined()
  })
})

describe('a session that is shared to be written in', () => {
  it('names whoever said something who is not its person, in the message and after a fork', async () => {
    await shareWith(ben, 'write')
    const first = await said(anna, 'from Anna')
    await endOf(anna, first.turnId)
    const second = await said(ben, 'from Ben')
    await endOf(anna, second.turnId)
    const named = async (who: Someone, id: string) => {
      const { messages } = await who.call('messages.list', { sessionId: id })
      return messages
        .filter(({ author }) => author === 'person')
        .map(({ details }) => details?.personId ?? null)
    }
    expect(await named(anna, sessionId)).toEqual([null, ben.personId])
    const { session } = await ben.call('sessions.fork', { sessionId, messageId: second.messageId })
    expect(session).toMatchObject({ personId: ben.personId, folderId: null, tags: [] })
    expect(session.sharing).toBeUndefined()
    expect(await named(ben, session.id)).toEqual([anna.personId, null])
    await expect(anna.call('sessions.get', { sessionId: session.id })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('stops what somebody asked for there who may not any more, and takes back what waits', async () => {
    await shareWith(ben, 'write')
    const live = await said(ben, 'hold on')
    await anna.viewer.waitFor('turn.extended', ({ turnId }) => turnId === live.turnId)
    const waiting = await said(ben, 'then this')
    expect(waiting.queued).toBe(true)
    await shareWith(ben, 'read')
    expect((await endOf(anna, live.turnId)).message.status).toBe('stopped')
    await anna.viewer.waitFor('turn.withdrawn', ({ turnId }) => turnId === waiting.turnId)
    expect((await anna.call('sessions.watch', { sessionId })).queue).toEqual([])
  })
})

describe('what is private', () => {
  it('is not read by owners, who see counts, until the setting says so and everybody is told', async () => {
    const { turnId } = await said(anna, 'about quinces')
    await endOf(anna, turnId)
    await expect(app.call('sessions.get', { sessionId })).rejects.toMatchObject({
      code: 'not_found',
    })
    const { usage } = await app.call('people.usage', {})
    expect(usage).toContainEqual(
      expect.objectContaining({ personId: anna.personId, botId, sessions: 1 }),
    )
    await app.call('settings.update', { ownersReadAll: true })
    expect(ben.viewer.of('privacy.changed')).toEqual([
      { event: 'privacy.changed', ownersReadAll: true },
    ])
    expect((await app.call('sessions.get', { sessionId })).session.id).toBe(sessionId)
    const found = await app.call('messages.search', { query: 'quinces' })
    expect(found.groups).toHaveLength(1)
    await expect(app.call('sessions.rename', { sessionId, title: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(ben.call('sessions.get', { sessionId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('rights that change', () => {
  it('end with a person: nothing more is answered or told, what runs for them is stopped, and they may come back', async () => {
    const live = await said(anna, 'hold on')
    await anna.viewer.waitFor('turn.extended', ({ turnId }) => turnId === live.turnId)
    await app.call('people.remove', { personId: anna.personId })
    await expect(anna.call('sessions.list', {})).rejects.toMatchObject({ code: 'unauthenticated' })
    const before = anna.viewer.events.length
    await app.call('bots.update', { botId, version: 1, changes: { name: 'Renamed' } })
    expect(anna.viewer.events).toHaveLength(before)
    await expect.poll(() => engine.aborts).toBe(1)
    await app.call('people.restore', { personId: anna.personId })
    const { messages } = await anna.call('messages.list', { sessionId })
    expect(messages.map(({ status }) => status)).toEqual(['complete', 'stopped'])
  })

  it('hold at once where a role is lowered: what runs is stopped, and nothing more is said', async () => {
    const live = await said(anna, 'hold on')
    await anna.viewer.waitFor('turn.extended', ({ turnId }) => turnId === live.turnId)
    await app.call('people.update', { personId: anna.personId, role: 'viewer' })
    await expect(said(anna, 'more')).rejects.toMatchObject({ code: 'forbidden' })
    await expect.poll(() => engine.aborts).toBe(1)
    expect((await anna.call('messages.list', { sessionId })).messages.length).toBeGreaterThan(0)
  })

  it('end for a guest when their time is over', async () => {
    const guest = await someone(app, 'Guest', 'member', { endsAt: Date.now() + 300 })
    await expect
      .poll(() => guest.call('bots.list', {}).catch((error: unknown) => error))
      .toMatchObject({ code: 'unauthenticated' })
  })

  it('keep whoever installed it an owner', async () => {
    for (const refused of [
      () => app.call('people.remove', { personId: 'owner' }),
      () => app.call('people.update', { personId: 'owner', role: 'viewer' }),
      () => app.call('people.update', { personId: 'owner', endsAt: 1 }),
    ])
      await expect(refused()).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a bot', () => {
  it('that somebody may only see takes nothing from them', async () => {
    await app.call('people.update', { personId: anna.personId, bots: { [botId]: 'see' } })
    await expect(said(anna, 'hello')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(anna.call('sessions.create', { botId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await anna.call('bots.get', { botId })).bot.id).toBe(botId)
  })

  it('that somebody is not to know of is in no answer and no event, nor what was said to it', async () => {
    const secret = await someone(app, 'Dora', 'member', { bots: { [botId]: 'none' } })
    const before = await app.call('sessions.create', { botId })
    await app.call('sessions.share', {
      ...{ sessionId: before.session.id, sharing: { everyone: 'write', people: {} } },
    })
    await app.call('bots.update', { botId, version: 1, changes: { name: 'Renamed' } })
    const answers = await Promise.all([
      secret.call('bots.list', {}),
      secret.call('sessions.list', {}),
      secret.call('models.list', {}),
      secret.call('models.loadPlans', {}),
      secret.call('overview.watch', {}),
      secret.call('people.list', {}),
      secret.call('messages.search', { query: 'Renamed' }),
      secret.call('messages.search', { query: '', botId }),
    ])
    expect(JSON.stringify([answers, secret.viewer.events])).not.toContain(botId)
    await expect(secret.call('bots.get', { botId })).rejects.toMatchObject({
      code: 'not_found',
      message: `There is no bot ${botId}.`,
    })
    await expect(
      secret.call('sessions.get', { sessionId: before.session.id }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})
