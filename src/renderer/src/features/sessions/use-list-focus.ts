import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { FocusEvent } from 'react'
import type { ListItem } from './list-items'

/** The row that has the focus, or would get it. */
export interface ListFocus {
  readonly active: string | null
  /** Moves the focus to a row, wherever it is, and brings it into view. */
  readonly moveTo: (key: string) => void
  readonly onFocus: (event: FocusEvent) => void
  readonly onBlur: (event: FocusEvent) => void
}

interface Place {
  readonly key: string
  readonly index: number
}

/**
 * One row of a list that is not there as a whole keeps the focus: when it goes (deleted, moved) the row that takes its
 * place gets it, and when it was renamed it gets it back.
 */
export function useListFocus(
  list: HTMLElement | null,
  items: readonly ListItem[],
  tops: readonly number[],
): ListFocus {
  // A new object for each move, so that one to the same row is one as well.
  const [wanted, setWanted] = useState<{ readonly key: string } | null>(null)
  const [active, setActive] = useState<string | null>(null)
  const done = useRef(wanted)
  const held = useRef<Place | null>(null)

  useLayoutEffect(() => {
    if (list === null) return
    const isAsked = wanted !== done.current
    done.current = wanted
    const key = isAsked ? wanted?.key : heirOf(held.current, items)
    if (key === undefined) return
    const index = items.findIndex((item) => item.key === key)
    bringIntoView(list, tops[index] ?? 0, tops[index + 1] ?? 0)
    focusRow(list, key)
  }, [list, items, tops, wanted])

  const moveTo = useCallback((key: string) => {
    setWanted({ key })
    setActive(key)
  }, [])
  const onFocus = ({ target }: FocusEvent) => {
    const key = target.closest<HTMLElement>('[data-key]')?.dataset['key']
    if (key === undefined) return
    held.current = { key, index: items.findIndex((item) => item.key === key) }
    setActive(key)
  }
  const onBlur = ({ target, currentTarget, relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return
    // Where the row itself is going, the focus is given on; where somebody left it, it is not.
    queueMicrotask(() => {
      if (target.isConnected) held.current = null
    })
  }
  return { active, moveTo, onFocus, onBlur }
}

/** Who gets the focus of a row that lost it by going; undefined where it was not lost so. */
function heirOf(held: Place | null, items: readonly ListItem[]): string | undefined {
  if (held === null || document.activeElement !== document.body) return undefined
  if (items.some(({ key }) => key === held.key)) return held.key
  const isRow = ({ kind }: ListItem) => kind !== 'heading'
  return (items.slice(held.index).find(isRow) ?? items.findLast(isRow))?.key
}

function bringIntoView(list: HTMLElement, top: number, bottom: number): void {
  if (top < list.scrollTop) list.scrollTop = top
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight
}

/** At once where the row is there; else as soon as scrolling to it has brought it. */
function focusRow(list: HTMLElement, key: string): void {
  const find = () => list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] [data-row]`)
  const row = find()
  if (row === null) requestAnimationFrame(() => find()?.focus({ preventScroll: true }))
  else row.focus({ preventScroll: true })
}
