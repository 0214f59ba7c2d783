import { useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { CopyButton } from '../messages/copy-button'
import { rowsOf, wordsOf } from './json-rows'
import type { Json, JsonRow } from './json-rows'
import styles from './structured-reply.module.css'

/** JSON as a tree: arrows walk through it, left and right close and open, and the row one is at can be copied. */
export function JsonTree({ value }: { readonly value: Json }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState('')
  const tree = useRef<HTMLUListElement>(null)
  const rows = rowsOf(value, closed)
  const current = rows.find(({ path }) => path === at) ?? rows[0]

  const setOpen = (path: string, open: boolean) =>
    setClosed((before) => {
      const after = new Set(before)
      if (open) after.delete(path)
      else after.add(path)
      return after
    })
  const goTo = (row: JsonRow | undefined) => {
    if (row === undefined) return
    setAt(row.path)
    tree.current?.children[rows.indexOf(row)]?.querySelector<HTMLElement>('[role]')?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (current === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const act = actionOf(event.key, current, rows)
    if (act === null) return
    event.preventDefault()
    if (act.kind === 'go') goTo(act.row)
    else setOpen(current.path, act.open)
  }
  return (
    <>
      <ul ref={tree} role="tree" aria-label="Reply" className={styles['tree']} data-scrolls>
        {rows.map((row) => (
          <li key={row.path} role="none">
            <Row
              row={row}
              isCurrent={row === current}
              onPress={press}
              onPick={() => {
                setAt(row.path)
                if (row.isOpen !== null && row === current) setOpen(row.path, !row.isOpen)
              }}
            />
          </li>
        ))}
      </ul>
      {current !== undefined && (
        <div className={styles['tools']}>
          <code className={styles['path']}>{current.path === '' ? '/' : current.path}</code>
          <CopyButton text={textOf(current.value)} label="Copy value" />
          <CopyButton text={current.path} label="Copy path" />
        </div>
      )}
    </>
  )
}

interface RowProps {
  readonly row: JsonRow
  readonly isCurrent: boolean
  readonly onPress: (event: KeyboardEvent) => void
  readonly onPick: () => void
}

function Row({ row, isCurrent, onPress, onPick }: RowProps) {
  const { key, value, level, isOpen, place, count } = row
  return (
    <div
      role="treeitem"
      className={styles['row']}
      data-level={Math.min(level, 8)}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={count}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      onKeyDown={onPress}
      onClick={onPick}
    >
      <span className={styles['sign']} aria-hidden="true">
        {isOpen === null ? '' : isOpen ? '▾' : '▸'}
      </span>
      {key !== null && <span className={styles['key']}>{key}: </span>}
      <span className={isOpen === null ? styles['value'] : styles['count']}>{wordsOf(value)}</span>
    </div>
  )
}

type Action =
  | { readonly kind: 'go'; readonly row: JsonRow | undefined }
  | { readonly kind: 'open'; readonly open: boolean }

/** As trees are walked everywhere (ARIA, tree view). Null for a key that means nothing here. */
function actionOf(key: string, current: JsonRow, rows: readonly JsonRow[]): Action | null {
  const { isOpen } = current
  if (key === 'ArrowRight' && isOpen === false) return { kind: 'open', open: true }
  if (key === 'ArrowLeft' && isOpen === true) return { kind: 'open', open: false }
  if (key === 'Enter' || key === ' ') return isOpen === null ? null : { kind: 'open', open: !isOpen }
  return Object.hasOwn(WAYS, key) ? { kind: 'go', row: WAYS[key]?.(current, rows) } : null
}

const WAYS: Readonly<
  Record<string, (current: JsonRow, rows: readonly JsonRow[]) => JsonRow | undefined>
> = {
  ArrowDown: (current, rows) => rows[rows.indexOf(current) + 1],
  ArrowUp: (current, rows) => rows[rows.indexOf(current) - 1],
  Home: (_, rows) => rows[0],
  End: (_, rows) => rows.at(-1),
  ArrowRight: childOf,
  ArrowLeft: parentOf,
}

function childOf(current: JsonRow, rows: readonly JsonRow[]): JsonRow | undefined {
  return current.isOpen === true ? rows[rows.indexOf(current) + 1] : undefined
}

function parentOf(current: JsonRow, rows: readonly JsonRow[]): JsonRow | undefined {
  return rows.slice(0, rows.indexOf(current)).findLast(({ level }) => level < current.level)
}

/** A text as it is, everything else as JSON. */
function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
