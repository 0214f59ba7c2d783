import { formatNumber } from '../../../ui/format-number'
import { partsOf } from './parse-json'
import type { Json } from './parse-json'

/** One line of a tree: a value, or how many of its parent's parts are not shown yet. */
export interface JsonRow {
  /** A JSON pointer: `/items/0/name`; empty for the whole. */
  readonly path: string
  /** Its name or number within its parent; null for the whole, and for what is not shown. */
  readonly key: string | null
  readonly value: Json
  readonly level: number
  /** Null where nothing is in it. */
  readonly isOpen: boolean | null
  /** Its place in its parent, from 1, and how many parts that has. */
  readonly place: number
  readonly count: number
  /** How many are not shown; 0 for a value. */
  readonly hidden: number
}

/** What a reader opened. */
export interface Opened {
  readonly open: ReadonlySet<string>
  /** How many parts are shown, where those are more than at first. */
  readonly shown: ReadonlyMap<string, number>
}

/** So many parts of one value are shown at first, and so many more each time. */
export const SHOWN_AT_ONCE = 100
/** So many rows are in sight at first, more or less: a large reply must be as quick to show as a small one. */
const ROWS_AT_FIRST = 200

/** Opens what is not deep, as far as there is room. */
export function openAtFirst(value: Json): Opened {
  const open = new Set<string>()
  const nodes = [{ path: '', value }]
  let rows = 1
  for (const node of nodes) {
    const parts = partsOf(node.value)
    const taken = Math.min(parts.length, SHOWN_AT_ONCE)
    if (taken === 0 || (node.path !== '' && rows + taken > ROWS_AT_FIRST)) continue
    rows += taken
    open.add(node.path)
    nodes.push(
      ...parts
        .slice(0, taken)
        .map(([key, part]) => ({ path: pathTo(node.path, key), value: part })),
    )
  }
  return { open, shown: new Map() }
}

/** The rows that are in sight: those of every value whose parents are all open. */
export function rowsOf(value: Json, { open, shown }: Opened): readonly JsonRow[] {
  const rows: JsonRow[] = []
  const add = (row: Omit<JsonRow, 'isOpen' | 'hidden'>): void => {
    const { path } = row
    const parts = partsOf(row.value)
    const isOpen = parts.length === 0 ? null : open.has(path)
    rows.push({ ...row, isOpen, hidden: 0 })
    if (isOpen !== true) return
    const level = row.level + 1
    const count = parts.length
    const showsTo = shown.get(path) ?? SHOWN_AT_ONCE
    for (const [index, [key, part]] of parts.slice(0, showsTo).entries())
      add({ path: pathTo(path, key), key, value: part, level, place: index + 1, count })
    const hidden = count - showsTo
    if (hidden > 0) {
      // No pointer ends so: a `~` is always written as `~0`.
      const more = { path: `${path}/~`, key: null, value: null, isOpen: null }
      rows.push({ ...more, level, place: showsTo + 1, count, hidden })
    }
  }
  add({ path: '', key: null, value, level: 1, place: 1, count: 1 })
  return rows
}

function pathTo(parent: string, key: string): string {
  return `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** What stands for a value in its row. */
export function wordsOf({ value, hidden }: JsonRow): string {
  if (hidden > 0) return `${formatNumber(hidden)} more`
  const count = partsOf(value).length
  if (count === 0) return JSON.stringify(value)
  const part = Array.isArray(value) ? 'item' : 'member'
  return count === 1 ? `1 ${part}` : `${formatNumber(count)} ${part}s`
}
