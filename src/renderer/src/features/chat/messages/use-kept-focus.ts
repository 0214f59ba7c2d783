import { useEffect, useLayoutEffect, useRef } from 'react'
import type { RefObject } from 'react'

/** Leaves the focus with the list where the row that had it is given back: the keys that scroll go on scrolling. */
export function useKeptFocus(list: RefObject<HTMLElement | null>, rows: unknown): void {
  const focused = useRef<EventTarget | null>(null)

  useEffect(() => {
    const element = list.current
    if (element === null) return undefined
    const note = (event: FocusEvent) => {
      focused.current = event.target
    }
    element.addEventListener('focusin', note)
    return () => element.removeEventListener('focusin', note)
  }, [list])

  useLayoutEffect(() => {
    const before = focused.current
    if (!(before instanceof Element) || before.isConnected) return
    focused.current = null
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true })
  }, [list, rows])
}
