import { useEffect } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'
import { markWords, unmarkWords } from './mark-words'
import type { ScrollKeeping } from './use-scroll-keeper'

/** A row that was jumped to carries this, until the next jump. */
const FOUND_ATTRIBUTE = 'data-found'

/** Brings the message into view that somebody wants to see, marks what was found in it, and moves the focus to the list. */
export function useJump(sessionId: SessionId, { scroller, show }: ScrollKeeping): void {
  const jump = useApp((state) => (state.jump?.sessionId === sessionId ? state.jump : null))

  useEffect(() => {
    if (jump === null) return undefined
    const row = show(jump.messageId, (found) => markWords(found, jump.words))
    if (row === null) return undefined
    row.toggleAttribute(FOUND_ATTRIBUTE, true)
    if (jump.keepsFocus !== true) scroller.current?.focus({ preventScroll: true })
    return () => {
      row.toggleAttribute(FOUND_ATTRIBUTE, false)
      unmarkWords()
    }
  }, [jump, scroller, show])
}
