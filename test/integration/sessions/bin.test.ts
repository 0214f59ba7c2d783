import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callerOf, RecordingViewer } from '@test/support/recording-viewer'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const DAY_MS = 86_400_000

let dataDirectory: string
let app: TestApp

beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-bin-'))
  app = await start()
})
afterEach(async () => {
  await app.close()
  rmSync(dataDirectory, { recursive: true, force: true })
})

const start = (args: readonly string[] = []) =>
  startTestApp({ dataDirectory, args, engines: { ollama: new ScriptedEngine() } })

async function talk(): Promise<{ sessionId: string; messageId: string }> {
  const { sessionId } = await launchBot(app)
  const { turnId, messageId } = await app.call('messages.send', {
    ...{ sessionId, text: 'Hi' },
    clientMessageId: clientMessageId(),
  })
  await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
  return { sessionId, messageId }
}

function query(sql: string, ...values: unknown[]): unknown {
  const db = new Database(join(dataDirectory, 'port8000.db'))
  try {
    const statement = db.prepare(sql)
    return statement.reader ? statement.pluck().get(...values) : statement.run(...values).changes
  } finally {
    db.close()
  }
}

/** Resolves once nothing of the session is in the file. */
async function isRemoved(sessionId: string): Promise<void> {
  await expect
    .poll(() => query('SELECT count(*) FROM sessions WHERE id = ?', sessionId), { timeout: 10_000 })
    .toBe(0)
  expect(query('SELECT count(*) FROM messages WHERE session_id = ?', sessionId)).toBe(0)
  expect(query('SELECT count(*) FROM turns WHERE session_id = ?', sessionId)).toBe(0)
}

const setDeleted = (sessionId: string, days: number) =>
  query('UPDATE sessions SET deleted_at = ? WHERE id = ?', Date.now() - days * DAY_MS, sessionId)
const binned = async () => (await app.call('bin.list', {})).deleted.map(({ session }) => session.id)

describe('the bin', () => {
  it('keeps what was deleted out of reach of every other command', async () => {
    const { sessionId, messageId } = await talk()
    await app.call('sessions.delete', { sessionId })
    const send = { sessionId, clientMessageId: clientMessageId(), text: 'Hi' }
    const calls = [
      app.call('sessions.get', { sessionId }),
      app.call('sessions.rename', { sessionId, title: 'x' }),
      app.call('sessions.delete', { sessionId }),
      app.call('sessions.switchBranch', { sessionId, seq: 1 }),
      app.call('sessions.fork', { sessionId, messageId }),
      app.call('sessions.suggestTitle', { sessionId }),
      app.call('sessions.watch', { sessionId }),
      app.call('messages.list', { sessionId }),
      app.call('messages.send', send),
      app.call('messages.send', { ...send, replaces: messageId }),
      app.call('turns.stop', { sessionId }),
      app.call('turns.retry', { sessionId, messageId }),
      app.call('turns.withdraw', { sessionId, turnId: messageId }),
    ]
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } })
    }
    const sessionIds = [sessionId]
    expect(await app.call('sessions.organise', { sessionIds, pinned: true })).toEqual({
      sessions: [],
    })
    expect(await app.call('sessions.deleteMany', { sessionIds })).toEqual({ sessionIds: [] })
    expect((await app.call('messages.search', { query: 'Hi' })).groups).toEqual([])
    expect(await binned()).toEqual(sessionIds)
  })

  it('gives nothing back that was purged, and tells everybody', async () => {
    const [one, two] = [await talk(), await talk()]
    const sessionIds = [one.sessionId, two.sessionId]
    await app.call('sessions.deleteMany', { sessionIds })
    await app.call('bin.purge', { sessionIds: [one.sessionId] })
    expect(app.viewer.of('bin.changed')).toHaveLength(1)
    expect(await binned()).toEqual([two.sessionId])
    const { sessions } = await app.call('sessions.restoreMany', { sessionIds })
    expect(sessions.map(({ id }) => id)).toEqual([two.sessionId])
    expect(app.viewer.of('bin.changed')).toHaveLength(2)
    await isRemoved(one.sessionId)
    expect((await app.call('messages.list', { sessionId: two.sessionId })).messages).toHaveLength(2)
  })

  it('is emptied whole, also of what waited to be said', async () => {
    const { sessionId } = await talk()
    const { session } = await app.call('sessions.get', { sessionId })
    await app.call('bots.stop', { botId: session.botId })
    query(
      `INSERT INTO turns (id, session_id, message_id, client_message_id, state, text, created_at)
       VALUES ('waiting', ?, 'said-later', 'client-later', 'queued', 'Later', 5)`,
      sessionId,
    )
    await app.close()
    app = await start()
    const queued = async () =>
      (await app.call('bots.status', { botId: session.botId })).instance.queuedTurns
    expect(await queued()).toBe(1)
    await app.call('sessions.delete', { sessionId })
    await app.call('bin.empty', {})
    expect(await queued()).toBe(0)
    expect(await binned()).toEqual([])
    await isRemoved(sessionId)
  })

  it('is emptied by itself of what is older than 30 days', async () => {
    const [old, young, kept] = [await talk(), await talk(), await talk()]
    await app.call('sessions.deleteMany', { sessionIds: [old.sessionId, young.sessionId] })
    setDeleted(old.sessionId, 31)
    setDeleted(young.sessionId, 29)
    await app.close()
    app = await start()
    await isRemoved(old.sessionId)
    expect(await binned()).toEqual([young.sessionId])
    expect(await app.call('messages.list', { sessionId: kept.sessionId })).toMatchObject({
      messages: [{}, {}],
    })
  })

  it('takes a bot that was deleted long ago with all that was said to it, but for its name', async () => {
    const [old, young] = [await talk(), await talk()]
    const botOf = async ({ sessionId }: { readonly sessionId: string }) =>
      (await app.call('sessions.get', { sessionId })).session.botId
    const [oldBot, youngBot] = [await botOf(old), await botOf(young)]
    for (const botId of [oldBot, youngBot]) await app.call('bots.delete', { botId })
    const setBotDeleted = (botId: string, days: number) =>
      query('UPDATE bots SET deleted_at = ? WHERE id = ?', Date.now() - days * DAY_MS, botId)
    setBotDeleted(oldBot, 31)
    setBotDeleted(youngBot, 29)
    await app.close()
    app = await start()
    await isRemoved(old.sessionId)
    const told = (botId: string) => query('SELECT instructions FROM bots WHERE id = ?', botId)
    expect([told(oldBot), told(youngBot)]).toEqual(['', 'Be brief.'])
    await app.call('bots.restore', { botId: youngBot })
    const { messages } = await app.call('messages.list', { sessionId: young.sessionId })
    expect(messages).toHaveLength(2)
  })

  it.each([
    ['0', 4_000, 'kept'],
    ['2', 1, 'kept'],
    ['2', 3, 'removed'],
  ])('with --bin-days %s, what was deleted %i days ago is %s', async (days, ago, fate) => {
    const { sessionId } = await talk()
    const certain = await talk()
    await app.call('sessions.deleteMany', { sessionIds: [sessionId, certain.sessionId] })
    setDeleted(sessionId, ago)
    await app.close()
    app = await start(['--bin-days', days])
    if (fate === 'removed') await isRemoved(sessionId)
    // What is purged by hand is removed after what is too old.
    await app.call('bin.purge', { sessionIds: [certain.sessionId] })
    await isRemoved(certain.sessionId)
    expect((await app.call('bin.list', {})).binDays).toBe(Number(days))
    expect(await binned()).toEqual(fate === 'kept' ? [sessionId] : [])
  })

  it('takes the days from the settings, too', async () => {
    await app.call('settings.update', { binDays: 7 })
    expect((await app.call('bin.list', {})).binDays).toBe(7)
    await app.call('settings.update', { binDays: null })
    expect((await app.call('settings.get', {})).settings.binDays).toEqual({
      value: 30,
      source: 'default',
    })
  })

  it('is emptied by the owner only', async () => {
    const { sessionId } = await talk()
    await app.call('sessions.delete', { sessionId })
    const member = callerOf(
      { personId: 'owner', role: 'member', credential: null },
      new RecordingViewer('member'),
    )
    const { router } = app.controller
    await expect(router.dispatch('bin.empty', {}, member)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await router.dispatch('sessions.restore', { sessionId }, member)
    expect(await binned()).toEqual([])
  })
})
