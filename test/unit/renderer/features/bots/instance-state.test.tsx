import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { InstanceState } from '@renderer/features/bots/instance-state'
import { createAppStore } from '@renderer/store/app-store'
import { AppStoreProvider } from '@renderer/store/use-app'
import { buildBot, buildInstance } from '../../support/builders'
import { ScriptedApi } from '../../support/scripted-api'

afterEach(cleanup)

function show(state: 'ready' | 'busy' | 'stopped', reachable: boolean) {
  const store = createAppStore(new ScriptedApi())
  const bot = buildBot({ engine: 'ollama' })
  store.setState({
    bots: { [bot.id]: bot },
    instances: { [bot.id]: buildInstance({ botId: bot.id, state }) },
    engines: {
      ollama: { engine: 'ollama', reachable, version: null, checkedAt: 0, error: null },
    },
  })
  render(
    <AppStoreProvider value={store}>
      <InstanceState botId={bot.id} />
    </AppStoreProvider>,
  )
}

it('says that a ready bot waits for Ollama while Ollama is away, in word and shape', () => {
  show('ready', false)
  expect(screen.getByText('waiting for Ollama').closest('[data-state]')).toHaveProperty(
    'dataset.state',
    'waiting',
  )
})

it.each(['ready', 'busy', 'stopped'] as const)('says %s where Ollama answers', (state) => {
  show(state, true)
  expect(screen.getByText(state).closest('[data-state]')).toHaveProperty('dataset.state', state)
})

it('says stopped where the bot is not launched, whatever Ollama does', () => {
  show('stopped', false)
  expect(screen.queryByText('waiting for Ollama')).toBeNull()
})
