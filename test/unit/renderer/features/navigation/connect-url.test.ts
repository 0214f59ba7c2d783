import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectUrl } from '@renderer/features/navigation/connect-url'
import { createAppStore } from '@renderer/store/app-store'
import { connectEvents } from '@renderer/store/connect-events'
import { AppError } from '@shared/contract/app-error'
import { buildBot, buildOverview, buildSession, sessionIdOf } from '../../support/builders'
import { ScriptedApi } from '../../support/scripted-api'

const OLD = buildSession({ id: sessionIdOf(7), botId: 'BOT-002', title: 'Long ago', updatedAt: 1 })

const stops: (() => void)[] = []

/** A page that was opened at this address, with two bots; the session `OLD` is older than the overview reaches. */
async function openAt(hash: string) {
  history.replaceState(null, '', `/${hash}`)
  const api = new ScriptedApi({
    'overview.watch': () =>
      buildOverview({
        bots: [
          buildBot({ createdAt: 1 }),
          buildBot({ id: 'BOT-002', name: 'Tutor', createdAt: 2 }),
        ],
        sessions: [
          buildSession({ id: sessionIdOf(1), updatedAt: 100 }),
          buildSession({ id: sessionIdOf(2), botId: 'BOT-002', title: 'Lesson', updatedAt: 50 }),
        ],
      }),
    'sessions.list': () => ({ sessions: [], hasMore: false, readMarks: [] }),
    'sessions.get': ({ sessionId }) => {
      if (sessionId !== OLD.id) throw new AppError('not_found', 'No such session.')
      return { session: OLD }
    },
    'sessions.watch': ({ sessionId }) => ({
      session: buildSession({ id: sessionId }),
      messages: [],
      reset: true,
      hasMore: false,
      versions: {},
      live: null,
      queue: [],
    }),
    'sessions.unwatch': () => ({}),
  })
  const store = createAppStore(api)
  stops.push(connectEvents(store, api), connectUrl(store))
  api.say({ status: 'online' })
  await vi.waitFor(() => expect(store.getState().selectedSessionId).not.toBeNull())
  return store
}

describe('the address', () => {
  beforeEach(() => localStorage.clear())
  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
  })

  it('says which conversation is shown, and the title names it', async () => {
    await openAt('')
    expect(location.hash).toBe(`#/BOT-001/${sessionIdOf(1)}`)
    expect(document.title).toBe('Why WAL · Guide · Port 8000')
  })

  it('brings back the place it names after a refresh, also one older than the lists reach', async () => {
    const store = await openAt(`#/BOT-002/${OLD.id}`)
    expect([store.getState().selectedBotId, store.getState().selectedSessionId]).toEqual([
      'BOT-002',
      OLD.id,
    ])
    expect(location.hash).toBe(`#/BOT-002/${OLD.id}`)
  })

  it.each([
    ['a session that is gone', `#/BOT-002/${sessionIdOf(9)}`, `#/BOT-002/${sessionIdOf(2)}`],
    ['a session of another bot', `#/BOT-002/${sessionIdOf(1)}`, `#/BOT-002/${sessionIdOf(2)}`],
    ['a bot that is gone', '#/BOT-009', `#/BOT-001/${sessionIdOf(1)}`],
  ])('leads from %s to what is there', async (_, wanted, shown) => {
    await openAt(wanted)
    expect(location.hash).toBe(shown)
  })

  it('comes back to each bot’s conversation where it was left', async () => {
    const store = await openAt(`#/BOT-002/${OLD.id}`)
    store.getState().selectBot('BOT-001')
    store.getState().selectBot('BOT-002')
    expect(location.hash).toBe(`#/BOT-002/${OLD.id}`)
  })

  it('follows when it is changed by hand', async () => {
    const store = await openAt('')
    location.hash = `#/BOT-002/${sessionIdOf(2)}`
    await vi.waitFor(() => expect(store.getState().selectedSessionId).toBe(sessionIdOf(2)))
  })
})
