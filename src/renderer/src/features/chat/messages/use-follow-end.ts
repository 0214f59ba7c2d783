import { useLayoutEffect, useRef } from 'react'
import type { RefObject, UIEvent } from 'react'

/** Nearer to its end than this, the reader follows what comes. */
const FOLLOWS_WITHIN_PX = 24

/** For a box that scrolls by itself: while its text grows, whoever is at its end stays there. */
export function useFollowEnd<T extends HTMLElement>(
  text: string,
  isLive: boolean,
): { readonly ref: RefObject<T | null>; readonly onScroll: (event: UIEvent<T>) => void } {
  const ref = useRef<T>(null)
  const follows = useRef(isLive)
  useLayoutEffect(() => {
    if (isLive && follows.current && ref.current) ref.current.scrollTop = ref.current.scrollHeight
  }, [text, isLive])
  return {
    ref,
    onScroll: ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
      follows.current = scrollHeight - scrollTop - clientHeight < FOLLOWS_WITHIN_PX
    },
  }
}
