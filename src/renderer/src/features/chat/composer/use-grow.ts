import { useLayoutEffect } from 'react'
import type { RefObject } from 'react'

function fit(area: HTMLTextAreaElement): void {
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight}px`
}

/** Lets a text area grow with its text; its style sheet says how far. */
export function useGrow(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = area.current
    if (element === null) return undefined
    const refit = () => fit(element)
    refit()
    // A narrower window breaks lines elsewhere.
    addEventListener('resize', refit)
    return () => removeEventListener('resize', refit)
  }, [area, text])
}
