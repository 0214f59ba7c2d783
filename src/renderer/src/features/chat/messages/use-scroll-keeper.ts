import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'
import { ScrollKeeper } from './scroll-keeper'

export interface ScrollKeeping {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly content: RefObject<HTMLOListElement | null>
  /** Whether the view is at the end and stays there as more comes. */
  readonly follows: boolean
  readonly toEnd: () => void
  /** Puts the view right after rows came or went. */
  readonly keep: () => void
  readonly setEndsHere: (endsHere: boolean) => void
  /** See `ScrollKeeper.show`. */
  readonly show: ScrollKeeper['show']
}

/** Keeps the reader's place, and finds it again when they come back to the session. */
export function useScrollKeeper(sessionId: SessionId): ScrollKeeping {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const keeper = useRef<ScrollKeeper | null>(null)
  const [follows, setFollows] = useState(true)
  const places = useApp((state) => state.scrollPlaces)

  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined
    const mine = new ScrollKeeper(scroller.current, content.current, setFollows)
    keeper.current = mine
    mine.restore(places.get(sessionId) ?? { kind: 'end' })
    return () => {
      places.set(sessionId, mine.place)
      mine.close()
    }
  }, [sessionId, places])

  const toEnd = useCallback(() => keeper.current?.toEnd(), [])
  const keep = useCallback(() => keeper.current?.keep(), [])
  const setEndsHere = useCallback((endsHere: boolean) => keeper.current?.setEndsHere(endsHere), [])
  const show = useCallback<ScrollKeeper['show']>(
    (messageId, partOf) => keeper.current?.show(messageId, partOf) ?? null,
    [],
  )
  return { scroller, content, follows, toEnd, keep, setEndsHere, show }
}
