import { Bot as BotIcon, Boxes, ExternalLink, Search, Settings, X } from 'lucide-react'
import { Suspense, lazy, useCallback } from 'react'
import styles from './app.module.css'
import { BotHeader } from './features/bots/bot-header'
import { BotList } from './features/bots/bot-list'
import { BotNotice } from './features/bots/bot-notice'
import { Conversation } from './features/chat/conversation'
import { ConnectionBanner } from './features/connection/connection-banner'
import { PortNotice } from './features/connection/port-notice'
import { ServerLine } from './features/connection/server-line'
import { FindBar } from './features/find/find-bar'
import { useShortcuts } from './features/navigation/use-shortcuts'
import { SessionList } from './features/sessions/session-list'
import { PrivacyLine } from './features/people/privacy-line'
import { useMarkRead } from './features/sessions/use-mark-read'
import { SignInPage } from './features/sign-in/sign-in-page'
import type { SignInPageProps } from './features/sign-in/sign-in-page'
import { StatusPanel } from './features/status/status-panel'
import { OpenDialog } from './open-dialog'
import { useApp } from './store/use-app'
import { Button } from './ui/button'
import { Drawer } from './ui/drawer'
import { EmptyState } from './ui/empty-state'
import { IconButton } from './ui/icon-button'
import { Skeleton } from './ui/skeleton'
import { Toasts } from './ui/toasts'
import { useMedia } from './ui/use-media'

const ApiPage = lazy(() =>
  import('./features/api-docs/api-page').then(({ ApiPage }) => ({ default: ApiPage })),
)

const ConfirmBanner = lazy(() =>
  import('./features/connection/confirm-banner').then((part) => ({ default: part.ConfirmBanner })),
)

const ModelsPage = lazy(() =>
  import('./features/models/models-page').then(({ ModelsPage }) => ({ default: ModelsPage })),
)

/** Everything there is to see; the one place where the features meet. */
export function App({ onSignIn }: SignInPageProps) {
  const signedOut = useApp((app) => app.connection.status === 'signed-out')
  const page = useApp((app) => app.page)
  const drawerOpen = useDrawer()
  useShortcuts()
  useMarkRead()

  if (signedOut) return <SignInPage onSignIn={onSignIn} />
  return (
    <div className={styles['app']}>
      <a className={styles['skip']} href="#conversation" onClick={focusConversation}>
        Skip to the conversation
      </a>
      <ConnectionBanner />
      <PortNotice />
      <AddressNotice />
      {page === 'conversation' ? <Parts /> : <OtherPage page={page} />}
      <OpenDialog />
      {!drawerOpen && <Notices />}
    </div>
  )
}

/** A change of the server's address that waits to be kept. */
function AddressNotice() {
  const until = useApp((app) => (app.role === 'owner' ? app.server?.unconfirmedUntil : null))
  if (until == null) return null
  return (
    <Suspense fallback={null}>
      <ConfirmBanner until={until} />
    </Suspense>
  )
}

/** The address keeps the conversation's own fragment, so the focus is moved by hand. */
function focusConversation(event: React.MouseEvent): void {
  event.preventDefault()
  document.querySelector<HTMLElement>('#conversation')?.focus()
}

function OtherPage({ page }: { readonly page: 'api' | 'models' }) {
  if (page === 'models') {
    return (
      <Suspense fallback={<Skeleton rows={6} rowHeight={48} label="Opening the models" />}>
        <ModelsPage />
      </Suspense>
    )
  }
  return (
    <Suspense fallback={<Skeleton rows={6} rowHeight={48} label="Opening the API reference" />}>
      <ApiPage />
    </Suspense>
  )
}

function Notices() {
  const toasts = useApp((app) => app.toasts)
  const dismissToast = useApp((app) => app.dismissToast)
  return <Toasts toasts={toasts} onDismiss={dismissToast} />
}

/** Whether the sidebar is a drawer and open: all else is out of reach then, so what is said is said in it. */
function useDrawer(): boolean {
  const isNarrow = useMedia('(max-width: 899px)')
  return useApp((app) => app.drawerOpen && app.page === 'conversation') && isNarrow
}

function Parts() {
  const isWide = useMedia('(min-width: 1200px)')
  const isNarrow = useMedia('(max-width: 899px)')
  const botId = useApp((app) => app.selectedBotId)
  const drawerOpen = useApp((app) => app.drawerOpen)
  const setDrawerOpen = useApp((app) => app.setDrawerOpen)
  const panelOpen = useApp((app) => app.panelOpen)
  const setPanelOpen = useApp((app) => app.setPanelOpen)
  const closeDrawer = useCallback(() => setDrawerOpen(false), [setDrawerOpen])
  const closePanel = useCallback(() => setPanelOpen(false), [setPanelOpen])
  return (
    <div className={styles['parts']}>
      {!isNarrow && (
        <nav className={styles['sidebar']} aria-label="Bots and conversations">
          <Sidebar />
        </nav>
      )}
      {isNarrow && drawerOpen && (
        <Drawer label="Bots and conversations" className={styles['drawer']} onClose={closeDrawer}>
          <nav className={styles['sidebar']} aria-label="Bots and conversations">
            <Sidebar onClose={closeDrawer} />
          </nav>
          <Notices />
        </Drawer>
      )}
      <Middle />
      {isWide && botId !== null && (
        <aside className={styles['panel']} aria-label="Status">
          <StatusPanel botId={botId} />
        </aside>
      )}
      {!isWide && panelOpen && botId !== null && (
        <Drawer label="Status" className={styles['fold']} onClose={closePanel}>
          <div className={styles['foldTop']}>
            Status
            <IconButton label="Close status" onClick={closePanel}>
              <X size={18} aria-hidden="true" />
            </IconButton>
          </div>
          <StatusPanel botId={botId} />
        </Drawer>
      )}
    </div>
  )
}

function Sidebar({ onClose }: { readonly onClose?: () => void }) {
  const botId = useApp((app) => app.selectedBotId)
  const openSearch = useApp((app) => app.openSearch)
  const openSettings = useApp((app) => app.openSettings)
  const openInBrowser = useApp((app) => app.openInBrowser)
  const navigate = useApp((app) => app.navigate)
  const canOpenBrowser = useApp((app) => app.desktop && app.role === 'owner' && app.inWindow)
  return (
    <>
      <div className={styles['brand']}>
        <img src="./icon.svg" alt="" width={22} height={22} />
        <span>Port 8000</span>
        <IconButton
          label="Search"
          aria-keyshortcuts="Control+Shift+F Meta+Shift+F"
          onClick={() => openSearch()}
        >
          <Search size={17} aria-hidden="true" />
        </IconButton>
        {onClose !== undefined && (
          <IconButton label="Close" onClick={onClose}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <div className={styles['bots']}>
        <BotList />
      </div>
      <div className={styles['sessions']}>{botId !== null && <SessionList botId={botId} />}</div>
      <PrivacyLine />
      <div className={styles['foot']}>
        <ServerLine />
        <div className={styles['tools']}>
          {canOpenBrowser && (
            <IconButton label="Open in browser" onClick={() => void openInBrowser()}>
              <ExternalLink size={17} aria-hidden="true" />
            </IconButton>
          )}
          <IconButton
            label="Models"
            aria-keyshortcuts="Control+Shift+M Meta+Shift+M"
            onClick={() => navigate({ page: 'models' })}
          >
            <Boxes size={17} aria-hidden="true" />
          </IconButton>
          <IconButton label="Settings" onClick={() => openSettings()}>
            <Settings size={17} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
    </>
  )
}

function Middle() {
  const botId = useApp((app) => app.selectedBotId)
  const sessionId = useApp((app) => app.selectedSessionId)
  const status = useApp((app) => app.overviewStatus)
  return (
    <main className={styles['conversation']}>
      <BotHeader botId={botId} />
      {botId !== null && <BotNotice botId={botId} />}
      <FindBar />
      <div id="conversation" className={styles['talk']} tabIndex={-1}>
        {botId === null ? (
          status === 'ready' && <NoBot />
        ) : (
          <Conversation sessionId={sessionId} botId={botId} />
        )}
      </div>
    </main>
  )
}

function NoBot() {
  const isOwner = useApp((app) => app.role === 'owner')
  const openBotDialog = useApp((app) => app.openBotDialog)
  return (
    <EmptyState
      icon={<BotIcon size={28} />}
      title="No bot to talk to yet"
      actions={
        isOwner && (
          <Button variant="primary" onClick={() => openBotDialog({ kind: 'create' })}>
            New bot
          </Button>
        )
      }
    >
      {isOwner
        ? 'Make one: give it a name and a model, then launch it.'
        : 'The owner of this controller can make one.'}
    </EmptyState>
  )
}
