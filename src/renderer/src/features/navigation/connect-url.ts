import type { AppState, AppStore } from '../../store/use-app'
import { hashOf, placeOf } from './place'

function placeIn(state: AppState): string {
  if (state.page === 'api') return hashOf({ page: 'api', operation: state.operation })
  if (state.page === 'models') return hashOf({ page: 'models' })
  return hashOf({
    page: 'conversation',
    botId: state.selectedBotId,
    sessionId: state.selectedSessionId,
  })
}

function titleOf({ page, bots, sessions, selectedBotId, selectedSessionId }: AppState): string {
  if (page === 'api') return 'API · Port 8000'
  if (page === 'models') return 'Models · Port 8000'
  const bot = selectedBotId === null ? undefined : bots[selectedBotId]
  const session = selectedSessionId === null ? undefined : sessions[selectedSessionId]
  const parts = [session?.title, bot?.name, 'Port 8000']
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

/**
 * Keeps the address and the window's title in step with what is shown, so that a refresh returns to the same place and the
 * browser's Back goes to the place before. Answers how to stop.
 */
export function connectUrl(store: AppStore): () => void {
  let seen = location.hash
  const write = (state: AppState) => {
    document.title = titleOf(state)
    if (state.overviewStatus !== 'ready' || state.wantedPlace !== null) return
    // The place that the address asks for is still being looked for.
    if (state.selectedBotId === null && state.botIds.length > 0) return
    // A link was followed this instant: its event is still to come, and must find the address as it is.
    if (location.hash !== seen) return
    const hash = placeIn(state)
    if (hash === seen) return
    // The first place is where one arrived: there is nothing to go back to before it.
    if (placeOf(location.hash).page === 'conversation' && location.hash.split('/').length < 3)
      history.replaceState(null, '', hash)
    else history.pushState(null, '', hash)
    seen = location.hash
  }
  const follow = () => {
    seen = location.hash
    store.getState().navigate(placeOf(location.hash))
  }

  follow()
  const unsubscribe = store.subscribe(write)
  addEventListener('hashchange', follow)
  return () => {
    unsubscribe()
    removeEventListener('hashchange', follow)
  }
}
