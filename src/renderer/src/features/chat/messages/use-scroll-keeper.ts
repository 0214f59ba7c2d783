import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useAppStore } from '../../../store/use-app'
import type { AppStore } from '../../../store/use-app'
import { earlierOf, laterOf, messageIdsOf } from '../state/chat-selectors'
import type { Side } from '../state/page-slices'
import { ScrollKeeper } from './scroll-keeper'
import type { RowPlace } from './scroll-keeper'

export interface ScrollKeeping {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly content: RefObject<HTMLOListElement | null>
  /** Whether the view is at the end and stays there as more comes. */
  readonly follows: boolean
  readonly toStart: () => void
  readonly toEnd: () => void
  /** Puts the view right after rows came or went. */
  readonly keep: () => void
  /** See `ScrollKeeper.settle`. */
  readonly settle: () => void
  readonly setEndsHere: (endsHere: boolean) => void
  /** See `ScrollKeeper.show`. */
  readonly show: ScrollKeeper['show']
}

/** Keeps the reader's place, finds it again when they come back to the session, and reads on where they come near an edge. */
export function useScrollKeeper(sessionId: SessionId): ScrollKeeping {
  const store = useAppStore()
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const keeper = useRef<ScrollKeeper | null>(null)
  const [follows, setFollows] = useState(true)

  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined
    const before = store.getState().scrollPlaces.get(sessionId)
    const mine = new ScrollKeeper(scroller.current, content.current, {
      onFollow: setFollows,
      onMove: (place) => note(store, sessionId, place),
      onNear: (side) => loadOn(store, sessionId, side),
    })
    keeper.current = mine
    mine.restore(before ?? { kind: 'end' })
    const ids = messageIdsOf(sessionId)
    // Told before anything is rendered.
    const stop = store.subscribe((now, last) => {
      if (ids(now) !== ids(last)) mine.notice()
    })
    return () => {
      stop()
      mine.close()
    }
  }, [sessionId, store])

  const toStart = useCallback(() => keeper.current?.toStart(), [])
  const toEnd = useCallback(() => keeper.current?.toEnd(), [])
  const keep = useCallback(() => keeper.current?.keep(), [])
  const settle = useCallback(() => keeper.current?.settle(), [])
  const setEndsHere = useCallback((endsHere: boolean) => keeper.current?.setEndsHere(endsHere), [])
  const show = useCallback<ScrollKeeper['show']>(
    (messageId, partOf) => keeper.current?.show(messageId, partOf) ?? null,
    [],
  )
  return { scroller, content, follows, toStart, toEnd, keep, settle, setEndsHere, show }
}

function note(store: AppStore, sessionId: SessionId, place: RowPlace): void {
  const state = store.getState()
  const before = state.scrollPlaces.get(sessionId) ?? END
  if (isSame(place, before)) return
  // What has no number yet will be the next that has one.
  const nextSeq = (state.chat.conversations[sessionId]?.lastSeq ?? 0) + 1
  state.notePlace(
    sessionId,
    place.kind === 'end'
      ? place
      : { ...place, seq: state.chat.messages[place.messageId]?.seq ?? nextSeq },
  )
}

const END = { kind: 'end' } as const

function isSame(one: RowPlace, other: RowPlace): boolean {
  if (one.kind === 'end' || other.kind === 'end') return one.kind === other.kind
  return one.messageId === other.messageId && one.offset === other.offset
}

/** What could not be read is read again when the reader asks. */
function loadOn(store: AppStore, sessionId: SessionId, side: Side): void {
  const state = store.getState()
  if (side === 'earlier' && earlierOf(sessionId)(state) === 'idle')
    void state.loadEarlier(sessionId)
  if (side === 'later' && laterOf(sessionId)(state) === 'idle') void state.loadLater(sessionId)
}
