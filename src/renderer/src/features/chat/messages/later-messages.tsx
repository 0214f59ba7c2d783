import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { MessageId, SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { Spinner } from '../../../ui/spinner'
import { laterOf } from '../state/chat-selectors'
import styles from './message-list.module.css'

/** Later messages are fetched while the reader is still this far from the last one that is here. */
const AHEAD_PX = 800

export interface LaterMessagesProps {
  readonly sessionId: SessionId
  readonly lastId: MessageId | null
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The end of what is loaded, where that is not the end of the conversation: more comes as the reader nears it. */
export function LaterMessages({ sessionId, lastId, scroller }: LaterMessagesProps) {
  const store = useAppStore()
  const place = useRef<HTMLDivElement>(null)
  const later = useApp(laterOf(sessionId))

  useEffect(() => {
    if (later !== 'idle' || place.current === null) return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting))
          void store.getState().loadLater(sessionId)
      },
      { root: scroller.current, rootMargin: `0px 0px ${AHEAD_PX}px` },
    )
    observer.observe(place.current)
    return () => observer.disconnect()
    // Looked at again after every page: the last message may still be in view.
  }, [store, sessionId, later, lastId, scroller])

  return (
    <div ref={place} className={styles['earlier']}>
      {later === 'loading' && (
        <span role="status">
          <Spinner /> Loading later messages…
        </span>
      )}
      {later === 'failed' && (
        <>
          <span>Later messages could not be loaded.</span>
          <Button small variant="quiet" onClick={() => void store.getState().loadLater(sessionId)}>
            Try again
          </Button>
        </>
      )}
    </div>
  )
}
