import { SquarePen } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { IconButton } from '../../ui/icon-button'
import { moveFocus } from '../../ui/move-focus'
import { Skeleton } from '../../ui/skeleton'
import { useNow } from '../../ui/use-now'
import { groupByDay } from './group-by-day'
import styles from './session-list.module.css'
import { SessionRow } from './session-row'

/** The selected bot's conversations by local day; more come as one scrolls. */
export function SessionList({ botId }: { readonly botId: BotId }) {
  const startNewSession = useApp((app) => app.startNewSession)
  const maySpeak = useApp((app) => app.role !== 'viewer')
  const name = useApp((app) => app.bots[botId]?.name ?? botId)
  return (
    <section className={styles['section']} aria-label={`Conversations with ${name}`}>
      <header className={styles['header']}>
        <h2 className={styles['title']}>Conversations</h2>
        {maySpeak && (
          <IconButton
            label="New conversation"
            aria-keyshortcuts="Control+N Meta+N"
            onClick={() => void startNewSession()}
          >
            <SquarePen size={17} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      <Days botId={botId} />
    </section>
  )
}

const MINUTE_MS = 60_000

function Days({ botId }: { readonly botId: BotId }) {
  const sessions = useApp(
    useShallow((app) => Object.values(app.sessions).filter((session) => session.botId === botId)),
  )
  const status = useApp((app) => app.sessionLists[botId]?.status)
  const selected = useApp((app) => app.selectedSessionId)
  const now = useNow(MINUTE_MS)
  const days = useMemo(() => groupByDay(sessions, now), [sessions, now])

  if (sessions.length === 0 && status === 'loading') {
    return <Skeleton rows={4} rowHeight={34} label="Reading the conversations" />
  }
  if (sessions.length === 0 && status === 'ready') {
    return <EmptyState title="No conversations yet">Write a message to begin one.</EmptyState>
  }
  const isSelectedHere = sessions.some((session) => session.id === selected)
  const tabStop = isSelectedHere ? selected : days[0]?.sessions[0]?.id
  return (
    <div className={styles['scroll']} onKeyDown={moveFocus}>
      {days.map(({ day, label, sessions: ofDay }) => (
        <section key={day} aria-label={label}>
          <h3 className={styles['day']}>{label}</h3>
          <ul>
            {ofDay.map((session) => (
              <SessionRow
                key={session.id}
                sessionId={session.id}
                selected={session.id === selected}
                tabbable={session.id === tabStop}
              />
            ))}
          </ul>
        </section>
      ))}
      <ListEnd botId={botId} />
    </div>
  )
}

/** Below what is there: that more is coming, that it failed, or how to get it. */
function ListEnd({ botId }: { readonly botId: BotId }) {
  const list = useApp((app) => app.sessionLists[botId])
  switch (list?.status) {
    case 'failed':
      return <ListFailure botId={botId} message={list.error ?? ''} />
    case 'loading':
      return <Skeleton rows={2} rowHeight={34} label="Reading more conversations" />
    case 'ready':
      return list.hasMore ? <LoadMore botId={botId} /> : null
    case undefined:
      return null
  }
}

function ListFailure({ botId, message }: { readonly botId: BotId; readonly message: string }) {
  const loadMore = useApp((app) => app.loadMoreSessions)
  return (
    <ErrorState
      message={message}
      actions={
        <Button small onClick={() => void loadMore(botId)}>
          Try again
        </Button>
      }
    />
  )
}

/** Loads the next page as soon as it is scrolled to; also a button, for those who do not scroll. */
function LoadMore({ botId }: { readonly botId: BotId }) {
  const loadMore = useApp((app) => app.loadMoreSessions)
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (mark.current === null) return undefined
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void loadMore(botId)
    })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [botId, loadMore])
  return (
    <div ref={mark} className={styles['more']}>
      <Button variant="quiet" small onClick={() => void loadMore(botId)}>
        Load earlier conversations
      </Button>
    </div>
  )
}
