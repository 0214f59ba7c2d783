import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import type { MessageId, SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { formatNumber } from '../../../ui/format-number'
import { formatDay } from '../../../ui/local-day'
import { useNow } from '../../../ui/use-now'
import { hasBranches, lastSeqOf, messageOf } from '../state/chat-selectors'
import styles from './message-list.module.css'

/** A shorter conversation is seen to its ends anyway. */
const SHORTEST = 30
const RESTS_AFTER_MS = 1_200
const MINUTE_MS = 60_000

export interface PositionSignProps {
  readonly sessionId: SessionId
  readonly scroller: RefObject<HTMLElement | null>
}

/** Where in a long conversation the reader is: seen while they scroll, read out when they have come to rest. */
export function PositionSign({ sessionId, scroller }: PositionSignProps) {
  const { messageId, isMoving } = useReaderPlace(sessionId, scroller)
  const message = useApp(messageOf(messageId ?? ''))
  const total = useApp(lastSeqOf(sessionId))
  const branched = useApp(hasBranches(sessionId))
  const now = useNow(MINUTE_MS)
  if (message === undefined || total < SHORTEST) return null
  const day = formatDay(message.createdAt, now)
  const place = `Message ${formatNumber(message.seq)} of ${formatNumber(total)}`
  const text = branched ? day : `${place} · ${day}`
  return (
    <div className={styles['signPlace']}>
      <p className={styles['sign']} data-moving={isMoving} aria-hidden="true">
        {text}
      </p>
      <div className="visually-hidden" role="status">
        {isMoving ? '' : text}
      </div>
    </div>
  )
}

/** The message at the top of the view, and whether that changed just now. */
function useReaderPlace(sessionId: SessionId, scroller: PositionSignProps['scroller']) {
  const store = useAppStore()
  const [messageId, setMessageId] = useState<MessageId | null>(null)
  const [isMoving, setMoving] = useState(false)

  useEffect(() => {
    const list = scroller.current
    if (list === null) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let shownId: MessageId | null = null
    const look = () => {
      const place = store.getState().scrollPlaces.get(sessionId)
      if (place?.kind !== 'at' || place.messageId === shownId) return
      shownId = place.messageId
      setMessageId(shownId)
      setMoving(true)
      clearTimeout(timer)
      timer = setTimeout(() => setMoving(false), RESTS_AFTER_MS)
    }
    look()
    list.addEventListener('scroll', look, { passive: true })
    return () => {
      clearTimeout(timer)
      list.removeEventListener('scroll', look)
    }
  }, [store, sessionId, scroller])

  return { messageId, isMoving }
}
