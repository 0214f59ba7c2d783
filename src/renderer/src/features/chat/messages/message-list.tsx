import { useEffect, useLayoutEffect, useRef } from 'react'
import type { BotId, MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { useApp } from '../../../store/use-app'
import {
  hasLaterOf,
  lastSeqOf,
  liveTurnIdOf,
  messageIdsOf,
  pendingOf,
  queueOf,
  statusOf,
  visibleTurnIdOf,
} from '../state/chat-selectors'
import { EdgeState } from './edge-state'
import { LatestPill } from './latest-pill'
import styles from './message-list.module.css'
import { PendingRow } from './pending-row'
import { PersonRow } from './person-row'
import { PositionSign } from './position-sign'
import { ReplyAnnouncer } from './reply-announcer'
import { ReplyRow } from './reply-row'
import { useJump } from './use-jump'
import { useKeptFocus } from './use-kept-focus'
import { useListKeys } from './use-list-keys'
import { useScrollKeeper } from './use-scroll-keeper'

export interface MessageListProps {
  readonly sessionId: SessionId
  readonly botId: BotId
}

interface Row {
  readonly key: string
  /** Null for the reply being made. */
  readonly id: MessageId | null
  readonly author: Message['author']
}

/**
 * A row is what follows one message, whichever version of it that is: it goes on from a live reply to the stored one, and
 * from one version to another.
 */
function rowOf(message: Message | undefined, id: MessageId): Row {
  return { key: `after ${message?.parentSeq ?? id}`, id, author: message?.author ?? 'bot' }
}

/** A window of the conversation, oldest first. It follows its end until the reader goes up. */
export function MessageList({ sessionId, botId }: MessageListProps) {
  const ids = useApp(messageIdsOf(sessionId))
  const messages = useApp((state) => state.chat.messages)
  const hasLater = useApp(hasLaterOf(sessionId))
  const liveTurnId = useApp(liveTurnIdOf(sessionId))
  const pending = useApp(pendingOf(sessionId))
  const visibleTurnId = useApp(visibleTurnIdOf(sessionId))
  const lastSeq = useApp(lastSeqOf(sessionId))
  const isQueueing = useApp(queueOf(sessionId)).length > 0 || liveTurnId !== null
  const keeping = useScrollKeeper(sessionId)
  const { scroller, content, follows, toEnd, keep, settle, setEndsHere } = keeping
  const isReady = useApp(statusOf(sessionId)) === 'ready'
  const pendingBefore = useRef(pending.length)
  useJump(sessionId, keeping)
  useListKeys(sessionId, keeping)
  useKeptFocus(scroller, ids)
  const stored = ids.map((id) => rowOf(messages[id], id))
  const rows =
    visibleTurnId === null
      ? stored
      : [...stored, { key: `after ${lastSeq}`, id: null, author: 'bot' as const }]
  // What will be queued is shown with the queue; here it would only pass by.
  const shownPending = pending.filter(
    ({ state }) => !hasLater && (state === 'failed' || !isQueueing),
  )

  useLayoutEffect(() => setEndsHere(!hasLater), [hasLater, setEndsHere])
  useLayoutEffect(keep, [ids, liveTurnId, keep])
  useLayoutEffect(() => {
    if (isReady) settle()
  }, [isReady, settle])

  useEffect(() => {
    // Whoever says something wants to see it, and what comes of it.
    if (pending.length > pendingBefore.current) toEnd()
    pendingBefore.current = pending.length
  }, [pending.length, toEnd])

  return (
    <div className={styles['frame']}>
      <div
        ref={scroller}
        className={styles['scroller']}
        role="log"
        aria-live="off"
        aria-label="Conversation"
        tabIndex={0}
      >
        <EdgeState sessionId={sessionId} side="earlier" />
        <ol ref={content} className={styles['list']}>
          {rows.map(({ key, id, author }, index) => {
            const previousId = ids[index - 1] ?? null
            return author === 'person' && id !== null ? (
              <PersonRow key={key} id={id} previousId={previousId} />
            ) : (
              <ReplyRow
                key={key}
                sessionId={sessionId}
                botId={botId}
                id={id}
                previousId={previousId}
              />
            )
          })}
          {shownPending.map((one) => (
            <PendingRow key={one.clientMessageId} sessionId={sessionId} pending={one} />
          ))}
        </ol>
        {hasLater && <EdgeState sessionId={sessionId} side="later" />}
      </div>
      {!follows && <PositionSign sessionId={sessionId} scroller={scroller} />}
      {!follows && <LatestPill sessionId={sessionId} onPress={toEnd} />}
      <ReplyAnnouncer sessionId={sessionId} botId={botId} />
    </div>
  )
}
