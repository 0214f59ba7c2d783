import { useCallback, useSyncExternalStore } from 'react'

export interface RowWindow {
  readonly first: number
  /** The first one below the window. */
  readonly end: number
}

/** So many rows are there above and below what is seen, for the next movement of the hand. */
const SPARE_ROWS = 8
/** Two indexes in one number, so that the same window is the same value. */
const BASE = 1_000_000

/** The last index of ascending `tops` that is not below `place`. */
function indexAt(tops: readonly number[], place: number): number {
  let [low, high] = [0, tops.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((tops[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}

function windowOf(element: HTMLElement | null, tops: readonly number[]): number {
  const { scrollTop = 0, clientHeight = 0 } = element ?? {}
  const first = Math.max(0, indexAt(tops, scrollTop) - SPARE_ROWS)
  const end = Math.min(tops.length - 1, indexAt(tops, scrollTop + clientHeight) + 1 + SPARE_ROWS)
  return first * BASE + end
}

/**
 * Which rows of a long list have to be there. `tops` has the pixels from the top of the list to each row, and to its end
 * as one more. Renders again only when other rows are needed.
 */
export function useWindow(scroller: HTMLElement | null, tops: readonly number[]): RowWindow {
  const subscribe = useCallback(
    (look: () => void) => {
      if (scroller === null) return () => undefined
      scroller.addEventListener('scroll', look, { passive: true })
      const observer = new ResizeObserver(look)
      observer.observe(scroller)
      return () => {
        scroller.removeEventListener('scroll', look)
        observer.disconnect()
      }
    },
    [scroller],
  )
  const shown = useSyncExternalStore(subscribe, () => windowOf(scroller, tops))
  return { first: Math.floor(shown / BASE), end: shown % BASE }
}
