import type { KeyboardEvent } from 'react'

/** For lists that are one stop in the tab order: arrows, Home and End move between what is marked `data-row`. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((row) => row === document.activeElement)
  if (at === -1) return
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  }
  const target = rows[moves[event.key] ?? -1]
  if (target === undefined) return
  event.preventDefault()
  target.focus()
}
