import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createApi } from './api/create-api'
import { codeInLink, signInWithCode } from './api/sign-in'
import { App } from './app'
import { AppBoundary } from './app-boundary'
import { connectUrl } from './features/navigation/connect-url'
import { createAppStore } from './store/app-store'
import { connectEvents } from './store/connect-events'
import { AppStoreProvider } from './store/use-app'
import './styles/tokens.css'
import './styles/base.css'
import { messageOf } from './ui/message-of'

/** Uses the one-time code in the address, if there is one. Answers why it did not work, or null. */
async function signInByAddress(): Promise<string | null> {
  const code = codeInLink(location.hash)
  if (code === null) return null
  // Before anything else, so that it stays in no history and no bookmark.
  history.replaceState(null, '', location.pathname)
  try {
    await signInWithCode(code)
    return null
  } catch (error) {
    return messageOf(error)
  }
}

async function start(root: HTMLElement): Promise<void> {
  const signInError = await signInByAddress()
  const api = createApi()
  const store = createAppStore(api)
  store.setState({ signInError })
  // A sign-in link pasted into this tab changes the fragment only. It is not a place to go to: the page begins again with it.
  addEventListener('hashchange', (event) => {
    if (codeInLink(location.hash) === null) return
    event.stopImmediatePropagation()
    location.reload()
  })
  connectEvents(store, api)
  connectUrl(store)
  addEventListener('pagehide', () => store.getState().saveDrafts())

  const signIn = async (linkOrCode: string) => {
    await signInWithCode(codeInLink(linkOrCode) ?? linkOrCode)
    api.reconnect()
  }
  createRoot(root).render(
    <StrictMode>
      <AppBoundary>
        <AppStoreProvider value={store}>
          <App onSignIn={signIn} />
        </AppStoreProvider>
      </AppBoundary>
    </StrictMode>,
  )
}

const root = document.querySelector<HTMLElement>('#root')
if (root !== null) void start(root)
