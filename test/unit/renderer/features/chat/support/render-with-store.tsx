import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import type { AppState } from '@renderer/store/app-store'
import { createAppStore } from '@renderer/store/app-store'
import { AppStoreProvider } from '@renderer/store/use-app'
import { buildBot, buildInstance } from '../../../support/builders'
import { ScriptedApi } from '../../../support/scripted-api'
import { BOT_ID, buildView } from './chat-builders'

class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): [] {
    return []
  }
}

/** jsdom lays nothing out, so nothing there is ever resized, scrolled into view or matched by a media query. */
export function allowLayoutObservers(): void {
  Object.assign(globalThis, {
    ResizeObserver: NoObserver,
    IntersectionObserver: NoObserver,
    matchMedia: () => ({ matches: false, addEventListener() {}, removeEventListener() {} }),
  })
}

/** Shows something on a store with one bot, ready, and an owner who looks. */
export function renderWithStore(
  children: ReactNode,
  script: ConstructorParameters<typeof ScriptedApi>[0] = {},
  state: Partial<AppState> = {},
) {
  const api = new ScriptedApi({
    'sessions.watch': () => buildView(),
    'messages.send': () => ({ messageId: 'm', turnId: 't', queued: false }),
    ...script,
  })
  const store = createAppStore(api)
  store.setState({
    connection: { status: 'online' },
    role: 'owner',
    bots: { [BOT_ID]: buildBot({ id: BOT_ID, name: 'Reviewer' }) },
    botIds: [BOT_ID],
    instances: { [BOT_ID]: buildInstance({ botId: BOT_ID, state: 'ready' }) },
    ...state,
  })
  const askedFor = (name: string) =>
    api.asked.filter((one) => one.name === name).map(({ input }) => input)
  const view = render(<AppStoreProvider value={store}>{children}</AppStoreProvider>)
  return { api, store, askedFor, view }
}
