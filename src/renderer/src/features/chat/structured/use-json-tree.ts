import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { SHOWN_AT_ONCE, openAtFirst, rowsOf } from './json-rows'
import type { JsonRow, Opened } from './json-rows'
import type { Json } from './parse-json'
import { actionOf, pressed } from './tree-keys'
import type { TreeAction } from './tree-keys'

export interface JsonTreeState {
  readonly tree: RefObject<HTMLUListElement | null>
  readonly rows: readonly JsonRow[]
  /** The row one is at. */
  readonly current: JsonRow | undefined
  readonly onKey: (event: KeyboardEvent) => void
  readonly onPick: (row: JsonRow) => void
}

/** What is open in a tree, where one is in it, and what keys and clicks do. */
export function useJsonTree(value: Json): JsonTreeState {
  const [opened, setOpened] = useState(() => openAtFirst(value))
  const [at, setAt] = useState('')
  const tree = useRef<HTMLUListElement>(null)
  const rows = useMemo(() => rowsOf(value, opened), [value, opened])
  const current = rows.find(({ path }) => path === at) ?? rows[0]

  // The row may be new: only once it is there can it take the focus.
  const movesFocus = useRef(false)
  useLayoutEffect(() => {
    if (!movesFocus.current) return
    movesFocus.current = false
    tree.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
  }, [at])

  const goTo = (path: string) => {
    movesFocus.current = path !== at
    setAt(path)
  }
  const act = (row: JsonRow, action: TreeAction) => {
    if (action.kind === 'open') setOpened((before) => withOpen(before, row.path, action.open))
    else if (action.kind === 'more') {
      // The row that says how many there are moves on; the first of them comes to where it stood.
      setOpened((before) => withMore(before, row))
      goTo(nextPathAt(value, opened, row))
    } else if (action.row !== undefined) goTo(action.row.path)
  }
  return {
    tree,
    rows,
    current,
    onKey: (event) => {
      if (current === undefined || event.altKey || event.ctrlKey || event.metaKey) return
      const action = actionOf(event.key, current, rows)
      if (action === null) return
      event.preventDefault()
      event.stopPropagation()
      act(current, action)
    },
    onPick: (row) => {
      const action = row === current || row.hidden > 0 ? pressed(row) : null
      if (action === null) setAt(row.path)
      else act(row, action)
    },
  }
}

function withOpen({ open, shown }: Opened, path: string, isOpen: boolean): Opened {
  const after = new Set(open)
  if (isOpen) after.add(path)
  else after.delete(path)
  return { open: after, shown }
}

function withMore({ open, shown }: Opened, { path, place }: JsonRow): Opened {
  return { open, shown: new Map(shown).set(parentOf(path), place - 1 + SHOWN_AT_ONCE) }
}

function nextPathAt(value: Json, opened: Opened, row: JsonRow): string {
  const level = row.level
  const parent = parentOf(row.path)
  const found = rowsOf(value, withMore(opened, row)).find(
    (one) => one.level === level && one.place === row.place && parentOf(one.path) === parent,
  )
  return found?.path ?? parent
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
