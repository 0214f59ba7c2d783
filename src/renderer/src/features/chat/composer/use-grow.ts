import { useLayoutEffect } from 'react'
import type { RefObject } from 'react'

function fit(area: HTMLTextAreaElement): void {
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight}px`
}

/** Lets a text area grow with its text; its style sheet says how far. */
export function useGrow(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (area.current !== null) fit(area.current)
  }, [area, text])

  useLayoutEffect(() => {
    const element = area.current
    if (element === null) return undefined
    let width = element.clientWidth
    // A narrower one breaks lines elsewhere. Told by itself, not by the window: what stands beside it comes and goes too.
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      fit(element)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [area])
}
