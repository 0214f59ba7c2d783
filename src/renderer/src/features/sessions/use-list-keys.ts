import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useAppStore } from '../../store/use-app'
import type { AppState } from '../../store/use-app'
import type { ListItem } from './list-items'
import { TypeAhead } from './type-ahead'
import type { ListFocus } from './use-list-focus'

const PAGE_ROWS = 10

export interface ListKeys {
  readonly items: readonly ListItem[]
  readonly focus: ListFocus
  readonly onRename: (key: string) => void
  /** Chooses everything from one row to another. */
  readonly chooseUpTo: (sessionId: SessionId, since: string) => void
}

/**
 * The keys of the list: arrows, Home, End and page keys move, letters go to the next title that begins so, F2 renames,
 * Delete deletes; Space, Shift with arrows and Ctrl+A choose, Esc chooses nothing.
 */
export function useListKeys({ items, focus, onRename, chooseUpTo }: ListKeys) {
  const store = useAppStore()
  const [typed] = useState(() => new TypeAhead())

  function move(event: KeyboardEvent, at: number): boolean {
    const target = targetOf(event.key, at, items)
    if (target === undefined) return false
    focus.moveTo(target.key)
    if (event.shiftKey && target.kind === 'session')
      chooseUpTo(target.key, items[at]?.key ?? target.key)
    return true
  }

  function goToTyped(event: KeyboardEvent, at: number): boolean {
    const text = typed.add(event)
    if (text === null) return false
    // A word that goes on may still be where it is; a first letter goes on to the next.
    const from = text.length > 1 ? at : at + 1
    const order = [...items.slice(from), ...items.slice(0, from)]
    const found = order.find((item) => nameOf(item, store.getState()).startsWith(text))
    if (found !== undefined) focus.moveTo(found.key)
    // A space that is in no title ends the word, and chooses.
    return found !== undefined || event.key !== ' '
  }

  return function onKeyDown(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-row]')) return
    const at = items.findIndex(({ key }) => key === focus.active)
    const item = items[at]
    if (item === undefined) return
    const app = store.getState()
    const isTyped = goToTyped(event, at)
    if (!isTyped) typed.end()
    const done =
      isTyped ||
      move(event, at) ||
      isForItsPerson(event, item, app) ||
      (app.role !== 'viewer' && act(event, item, { app, items, onRename }))
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }
}

interface Acting {
  readonly app: AppState
  readonly items: readonly ListItem[]
  readonly onRename: (key: string) => void
}

function act(event: KeyboardEvent, item: ListItem, { app, items, onRename }: Acting): boolean {
  const mod = event.ctrlKey || event.metaKey
  switch (event.key) {
    case 'F2':
      onRename(item.key)
      return true
    case 'Delete':
      remove(item, app)
      return true
    case ' ':
      if (item.kind === 'session') app.toggleChecked(item.key)
      return item.kind === 'session'
    case 'Escape':
      if (app.selecting) app.stopSelecting()
      return app.selecting
    case 'a':
      if (mod) app.check(items.flatMap((one) => (one.kind === 'session' ? one.key : [])))
      return mod
    default:
      return false
  }
}

/** What only whose conversation it is may do with it: for anybody else, nothing happens. */
function isForItsPerson({ key }: KeyboardEvent, item: ListItem, app: AppState): boolean {
  if (key !== 'F2' && (key !== 'Delete' || app.selecting)) return false
  return item.kind === 'session' && app.rightIn(item.session) !== 'own'
}

function remove(item: ListItem, app: AppState): void {
  if (app.selecting && app.checked.size > 0) void app.deleteSessions([...app.checked])
  else if (item.kind === 'session') void app.deleteSessions([item.key])
  else if (item.kind === 'folder') void app.deleteFolder(item.key)
}

function targetOf(key: string, at: number, items: readonly ListItem[]): ListItem | undefined {
  const isRow = ({ kind }: ListItem) => kind !== 'heading'
  switch (key) {
    case 'ArrowDown':
      return items.slice(at + 1).find(isRow)
    case 'ArrowUp':
      return items.slice(0, at).findLast(isRow)
    case 'Home':
      return items.find(isRow)
    case 'End':
      return items.findLast(isRow)
    case 'PageDown':
      return items.slice(at + 1).filter(isRow)[PAGE_ROWS - 1] ?? items.findLast(isRow)
    case 'PageUp':
      return items.slice(0, at).filter(isRow).at(-PAGE_ROWS) ?? items.find(isRow)
    default:
      return undefined
  }
}

function nameOf(item: ListItem, { folders }: AppState): string {
  if (item.kind === 'heading') return ''
  const name = item.kind === 'session' ? item.session.title : (folders[item.key]?.name ?? '')
  return name.toLocaleLowerCase()
}
