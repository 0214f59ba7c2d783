import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAppStore } from '@renderer/store/app-store'
import { connectEvents } from '@renderer/store/connect-events'
import type { SessionEvent } from '@shared/contract/events'
import type { Overview } from '@shared/model/controller'
import type { SessionView } from '@shared/model/session'
import {
  buildBot,
  buildInstance,
  buildOverview,
  buildSession,
  sessionIdOf,
} from '../support/builders'
import { ScriptedApi } from '../support/scripted-api'

const VIEW: SessionView = {
  session: buildSession(),
  messages: [],
  reset: true,
  hasMore: false,
  versions: {},
  live: null,
  queue: [],
}

function setUp(overview: Overview = buildOverview()) {
  const api = new ScriptedApi({
    'overview.watch': () => overview,
    'sessions.list': () => ({ sessions: [], hasMore: false, readMarks: [] }),
    'sessions.watch': () => VIEW,
    'sessions.unwatch': () => ({}),
  })
  const store = createAppStore(api)
  return { api, store, stop: connectEvents(store, api) }
}

const phased: SessionEvent = {
  event: 'turn.phased',
  sessionId: sessionIdOf(1),
  turnId: sessionIdOf(9),
  phase: 'answering',
  since: 1,
  place: null,
}

describe('what comes from the controller', () => {
  beforeEach(() => localStorage.clear())
  afterEach(() => vi.useRealTimers())

  it('shows the conversation used last once the overview is here', async () => {
    const { api, store, stop } = setUp(
      buildOverview({
        bots: [buildBot(), buildBot({ id: 'BOT-002' })],
        sessions: [
          buildSession({ id: sessionIdOf(1), botId: 'BOT-001', updatedAt: 10 }),
          buildSession({ id: sessionIdOf(2), botId: 'BOT-002', updatedAt: 20 }),
        ],
      }),
    )
    api.say({ status: 'online' })
    await vi.waitFor(() => expect(store.getState().selectedBotId).toBe('BOT-002'))
    expect(store.getState().selectedSessionId).toBe(sessionIdOf(2))
    stop()
  })

  it('lets an event that overtook the overview win over it', async () => {
    const { api, store, stop } = setUp()
    let answer: (overview: Overview) => void = () => {}
    api.answerWith({
      'overview.watch': () =>
        new Promise<Overview>((resolve) => {
          answer = resolve
        }),
    })
    api.say({ status: 'online' })
    api.emit({ event: 'instance.changed', instance: buildInstance({ state: 'ready' }) })
    answer(buildOverview())
    await vi.waitFor(() => expect(store.getState().overviewStatus).toBe('ready'))
    expect(store.getState().instances['BOT-001']?.state).toBe('ready')
    stop()
  })

  it('watches the overview and the open session again each time the connection is back', async () => {
    const { api, store, stop } = setUp()
    api.say({ status: 'online' })
    await vi.waitFor(() => expect(api.asked.map(({ name }) => name)).toContain('sessions.watch'))
    const before = api.asked.length
    api.say({ status: 'offline', retryAt: null })
    api.say({ status: 'online' })
    await vi.waitFor(() =>
      expect(api.asked.slice(before).map(({ name }) => name)).toEqual(
        expect.arrayContaining(['overview.watch', 'sessions.watch']),
      ),
    )
    expect(store.getState().selectedSessionId).toBe(sessionIdOf(1))
    stop()
  })

  it('says why where the overview cannot be read, and reads it when asked again', async () => {
    const { api, store, stop } = setUp()
    api.answerWith({ 'overview.watch': () => Promise.reject(new Error('bug')) })
    api.say({ status: 'online' })
    await vi.waitFor(() => expect(store.getState().overviewStatus).toBe('failed'))
    api.answerWith({ 'overview.watch': () => buildOverview() })
    store.getState().retryOverview()
    await vi.waitFor(() => expect(store.getState().overviewStatus).toBe('ready'))
    stop()
  })

  it('goes to the next bot when the one in view is deleted somewhere else', async () => {
    const { api, store, stop } = setUp(
      buildOverview({ bots: [buildBot(), buildBot({ id: 'BOT-002' })] }),
    )
    api.say({ status: 'online' })
    await vi.waitFor(() => expect(store.getState().selectedBotId).toBe('BOT-001'))
    api.emit({ event: 'bot.deleted', botId: 'BOT-001' })
    expect(store.getState().selectedBotId).toBe('BOT-002')
    stop()
  })

  it('hands a burst of session events on in one batch a frame', () => {
    vi.useFakeTimers()
    const { api, store, stop } = setUp()
    const batches: number[] = []
    store.setState({ applySessionEvents: (events) => void batches.push(events.length) })
    api.emit(phased)
    api.emit(phased)
    api.emit(phased)
    expect(batches).toEqual([])
    vi.advanceTimersToNextFrame()
    expect(batches).toEqual([3])
    stop()
  })

  it('makes one change of a thousand that come within a frame, and keeps their order', async () => {
    const { api, store, stop } = setUp()
    api.say({ status: 'online' })
    await vi.waitFor(() => expect(store.getState().overviewStatus).toBe('ready'))
    let changes = 0
    const unsubscribe = store.subscribe((state, before) => {
      if (state.sessions !== before.sessions) changes += 1
    })
    for (let number = 100; number < 1_100; number += 1)
      api.emit({ event: 'sessions.changed', sessions: [buildSession({ id: sessionIdOf(number) })] })
    api.emit({ event: 'sessions.deleted', sessionIds: [sessionIdOf(100)] })
    api.emit({ event: 'sessions.deleted', sessionIds: [sessionIdOf(101)] })
    api.emit({ event: 'sessions.changed', sessions: [buildSession({ id: sessionIdOf(101) })] })
    await vi.waitFor(() => expect(Object.keys(store.getState().sessions)).toHaveLength(1_000))
    expect(store.getState().sessions[sessionIdOf(100)]).toBeUndefined()
    expect(changes).toBe(3)
    unsubscribe()
    stop()
  })

  it('does not wait for frames in a hidden tab, where there are none', () => {
    vi.useFakeTimers()
    vi.stubGlobal('requestAnimationFrame', () => 0)
    const { api, store, stop } = setUp()
    const batches: number[] = []
    store.setState({ applySessionEvents: (events) => void batches.push(events.length) })
    api.emit(phased)
    vi.advanceTimersByTime(100)
    expect(batches).toEqual([1])
    stop()
    vi.unstubAllGlobals()
  })
})
