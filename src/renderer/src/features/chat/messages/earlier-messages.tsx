import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { MessageId, SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { Spinner } from '../../../ui/spinner'
import { earlierOf, hasEarlierOf } from '../state/chat-selectors'
import styles from './message-list.module.css'

/** Earlier messages are fetched while the reader is still this far from the first one. */
const AHEAD_PX = 800

export interface EarlierMessagesProps {
  readonly sessionId: SessionId
  readonly firstId: MessageId | null
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The beginning of what is loaded: earlier messages come as the reader nears it. Its height never changes. */
export function EarlierMessages({ sessionId, firstId, scroller }: EarlierMessagesProps) {
  const store = useAppStore()
  const place = useRef<HTMLDivElement>(null)
  const hasEarlier = useApp(hasEarlierOf(sessionId))
  const earlier = useApp(earlierOf(sessionId))

  useEffect(() => {
    if (!hasEarlier || earlier !== 'idle' || place.current === null) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting))
          void store.getState().loadEarlier(sessionId)
      },
      { root: scroller.current, rootMargin: `${AHEAD_PX}px 0px 0px` },
    )
    observer.observe(place.current)
    return () => observer.disconnect()
    // Looked at again after every page: the first message may still be in view.
  }, [store, sessionId, hasEarlier, earlier, firstId, scroller])

  return (
    <div ref={place} className={styles['earlier']}>
      {earlier === 'loading' && (
        <span role="status">
          <Spinner /> Loading earlier messages…
        </span>
      )}
      {earlier === 'failed' && (
        <>
          <span>Earlier messages could not be loaded.</span>
          <Button
            small
            variant="quiet"
            onClick={() => void store.getState().loadEarlier(sessionId)}
          >
            Try again
          </Button>
        </>
      )}
    </div>
  )
}
