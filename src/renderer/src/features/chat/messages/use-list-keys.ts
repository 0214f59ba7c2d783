import { useEffect } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useAppStore } from '../../../store/use-app'
import type { ScrollKeeping } from './use-scroll-keeper'

/** Where these keys move what is written instead, or scroll a part by itself. */
const WRITTEN_IN = 'input, textarea, select, [contenteditable], [data-scrolls]'

/** Home and End go to the first and the newest message of the whole conversation, not of the part that is here. */
export function useListKeys(
  sessionId: SessionId,
  { scroller, toStart, toEnd }: Pick<ScrollKeeping, 'scroller' | 'toStart' | 'toEnd'>,
): void {
  const store = useAppStore()

  useEffect(() => {
    const list = scroller.current
    if (list === null) return undefined
    const press = (event: KeyboardEvent) => {
      const end = endOf(event)
      if (end === null || event.defaultPrevented) return
      if (event.target instanceof Element && event.target.closest(WRITTEN_IN) !== null) return
      event.preventDefault()
      const actions = store.getState()
      if (end === 'first') void actions.showOldest(sessionId).then(toStart)
      else void actions.showNewest(sessionId).then(toEnd)
    }
    list.addEventListener('keydown', press)
    return () => list.removeEventListener('keydown', press)
  }, [store, sessionId, scroller, toStart, toEnd])
}

function endOf({ key, metaKey, altKey, shiftKey }: KeyboardEvent): 'first' | 'last' | null {
  if (altKey || shiftKey) return null
  if (key === 'Home' || (metaKey && key === 'ArrowUp')) return 'first'
  return key === 'End' || (metaKey && key === 'ArrowDown') ? 'last' : null
}
