export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** One line of a tree: a value, or the way to more of a list that is long. */
export interface JsonRow {
  /** As a JSON pointer: `/items/0/name`; empty for the whole. */
  readonly path: string
  /** Its name or number within what it is part of; null for the whole. */
  readonly key: string | null
  readonly value: Json
  readonly level: number
  /** Null where nothing is in it. */
  readonly isOpen: boolean | null
  /** Its place among those it stands with, from 1, and how many those are. */
  readonly place: number
  readonly count: number
}

/** So many of one list are shown; the rest are a text that says how many. */
const MAX_SHOWN = 200

/** The rows that are in sight: those of every value whose parents are all open. */
export function rowsOf(value: Json, closed: ReadonlySet<string>): readonly JsonRow[] {
  const rows: JsonRow[] = []
  const add = (row: Omit<JsonRow, 'isOpen'>): void => {
    const parts = partsOf(row.value)
    const isOpen = parts.length === 0 ? null : !closed.has(row.path)
    rows.push({ ...row, isOpen })
    if (isOpen !== true) return
    const shown = parts.slice(0, MAX_SHOWN)
    for (const [index, [key, part]] of shown.entries()) {
      const path = `${row.path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      const count = parts.length
      add({ path, key, value: part, level: row.level + 1, place: index + 1, count })
    }
  }
  add({ path: '', key: null, value, level: 1, place: 1, count: 1 })
  return rows
}

export function partsOf(value: Json): readonly (readonly [key: string, part: Json])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** What stands for a value in its row. */
export function wordsOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const count = partsOf(value).length
  if (Array.isArray(value)) return count === 1 ? '1 item' : `${count} items`
  return count === 1 ? '1 member' : `${count} members`
}
