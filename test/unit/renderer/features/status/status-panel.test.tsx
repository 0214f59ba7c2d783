import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { StatusPanel } from '@renderer/features/status/status-panel'
import { createAppStore } from '@renderer/store/app-store'
import type { AppState } from '@renderer/store/app-store'
import { AppStoreProvider } from '@renderer/store/use-app'
import { buildBot, buildInstance } from '../../support/builders'
import { ScriptedApi } from '../../support/scripted-api'

afterEach(cleanup)

function show(instance: Parameters<typeof buildInstance>[0], state: Partial<AppState> = {}) {
  const api = new ScriptedApi()
  const store = createAppStore(api)
  const bot = buildBot({ model: 'llama3.2' })
  store.setState({
    role: 'owner',
    bots: { [bot.id]: bot },
    instances: { [bot.id]: buildInstance(instance) },
    ...state,
  })
  render(
    <AppStoreProvider value={store}>
      <StatusPanel botId={bot.id} />
    </AppStoreProvider>,
  )
  return { api, store }
}

const valueOf = (name: string) => screen.getByText(name).nextElementSibling?.textContent

describe('StatusPanel', () => {
  it('shows how fast and how long the last reply was', () => {
    const lastReply = {
      timeToFirstTokenMs: 310,
      totalMs: 4_200,
      loadMs: null,
      promptTokens: 12,
      replyTokens: 1_720,
      tokensPerSecond: 41.3,
      doneReason: 'stop',
      endedAt: Date.now(),
      characters: 6_000,
    }
    show({ state: 'ready', lastReply, queuedTurns: 3, liveTurns: 1 })
    expect(
      ['First token', 'Speed', 'Length', 'Took', 'Messages waiting', 'Replies being made'].map(
        valueOf,
      ),
    ).toEqual(['310 ms', '41 tokens/s', '1,720 tokens', '4.2 s', '3', '1'])
  })

  it('counts characters where the engine counts no tokens', () => {
    const lastReply = {
      timeToFirstTokenMs: 2,
      totalMs: 5,
      loadMs: null,
      promptTokens: null,
      replyTokens: null,
      tokensPerSecond: null,
      doneReason: null,
      endedAt: Date.now(),
      characters: 812,
    }
    show({ state: 'ready', lastReply })
    expect(['Length', 'Speed'].map(valueOf)).toEqual(['812 characters', '–'])
  })

  it('says why a bot failed, and launches it again', () => {
    const { api } = show({
      state: 'failed',
      error: { code: 'model_not_found', message: 'Ollama has no model llama3.2. Pull it.' },
    })
    expect(screen.getByRole('alert').textContent).toContain('Pull it.')
    screen.getByRole('button', { name: 'Launch again' }).click()
    expect(api.asked).toEqual([{ name: 'bots.launch', input: { botId: 'BOT-001' } }])
  })

  it('says what a person should know though nothing failed', () => {
    show({ state: 'stopped', notice: 'llama3.2 could not be freed.' })
    expect(screen.getByText('llama3.2 could not be freed.')).toBeTruthy()
  })

  it('says since when a bot is ready, by the clock of the controller', () => {
    const clockOffsetMs = 3_600_000
    show(
      { state: 'ready', since: Date.now() + clockOffsetMs - (2 * 60 + 14) * 60_000 },
      { clockOffsetMs },
    )
    expect(screen.getByText('for 2 h 14 min')).toBeTruthy()
  })

  it('offers nothing to press to somebody who does not own the controller', () => {
    show({ state: 'ready' }, { role: 'member' })
    expect(screen.queryAllByRole('button')).toEqual([])
  })
})
