import { describe, expect, it } from 'vitest'
import { createAppStore } from '@renderer/store/app-store'
import { withOverview, withOverviewEvent } from '@renderer/store/fold-overview'
import type { OverviewEvent } from '@shared/contract/events'
import {
  NOW,
  buildBot,
  buildInstance,
  buildOverview,
  buildSession,
  sessionIdOf,
} from '../support/builders'
import { ScriptedApi } from '../support/scripted-api'

function storeWith(overview = buildOverview()) {
  const store = createAppStore(new ScriptedApi())
  store.setState((state) => withOverview(state, overview, NOW))
  const fold = (event: OverviewEvent) => store.setState((state) => withOverviewEvent(state, event))
  return { store, fold }
}

describe('the overview and its events', () => {
  it('keeps bots in the order they were made, however they arrive', () => {
    const { store, fold } = storeWith(
      buildOverview({
        bots: [buildBot({ id: 'ZOE', createdAt: 1 }), buildBot({ id: 'ADA', createdAt: 2 })],
      }),
    )
    fold({ event: 'bot.changed', bot: buildBot({ id: 'MID', createdAt: 1 }) })
    expect(store.getState().botIds).toEqual(['MID', 'ZOE', 'ADA'])
  })

  it('takes a deleted bot’s instance and sessions away with it, and no other’s', () => {
    const { store, fold } = storeWith(
      buildOverview({
        bots: [buildBot(), buildBot({ id: 'BOT-002' })],
        instances: [buildInstance(), buildInstance({ botId: 'BOT-002' })],
        sessions: [buildSession(), buildSession({ id: sessionIdOf(2), botId: 'BOT-002' })],
      }),
    )
    fold({ event: 'bot.deleted', botId: 'BOT-001' })
    const { bots, botIds, instances, sessions } = store.getState()
    expect([Object.keys(bots), botIds, Object.keys(instances), Object.keys(sessions)]).toEqual([
      ['BOT-002'],
      ['BOT-002'],
      ['BOT-002'],
      [sessionIdOf(2)],
    ])
  })

  it('forgets what vanished while nobody listened once the overview is read again', () => {
    const { store } = storeWith()
    store.setState((state) =>
      withOverview(state, buildOverview({ bots: [], instances: [], sessions: [] }), NOW),
    )
    const { bots, botIds, sessions } = store.getState()
    expect([bots, botIds, sessions]).toEqual([{}, [], {}])
  })

  it('notices that the controller came back as another version', () => {
    const { store } = storeWith()
    expect(store.getState().updated).toBe(false)
    store.setState((state) => withOverview(state, buildOverview({ version: '0.2.0' }), NOW))
    expect(store.getState().updated).toBe(true)
  })

  it('changes one bot’s state without touching what else is shown', () => {
    const { store, fold } = storeWith()
    const before = store.getState()
    fold({ event: 'instance.changed', instance: buildInstance({ state: 'ready' }) })
    const after = store.getState()
    expect(after.instances['BOT-001']?.state).toBe('ready')
    expect([after.bots === before.bots, after.sessions === before.sessions]).toEqual([true, true])
  })
})
