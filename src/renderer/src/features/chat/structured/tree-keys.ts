import type { JsonRow } from './json-rows'

export type TreeAction =
  | { readonly kind: 'go'; readonly row: JsonRow | undefined }
  | { readonly kind: 'open'; readonly open: boolean }
  | { readonly kind: 'more' }

/** What a key does at a row, as trees are walked everywhere (ARIA, tree view). Null where it means nothing. */
export function actionOf(
  key: string,
  current: JsonRow,
  rows: readonly JsonRow[],
): TreeAction | null {
  if (key === 'Enter' || key === ' ') return pressed(current)
  if (current.isOpen !== null && key === (current.isOpen ? 'ArrowLeft' : 'ArrowRight'))
    return { kind: 'open', open: !current.isOpen }
  const way = WAYS.get(key)
  return way === undefined ? null : { kind: 'go', row: way(current, rows) }
}

/** What Enter does, or a click on the row one is at. */
export function pressed({ isOpen, hidden }: JsonRow): TreeAction | null {
  if (hidden > 0) return { kind: 'more' }
  return isOpen === null ? null : { kind: 'open', open: !isOpen }
}

type Way = (current: JsonRow, rows: readonly JsonRow[]) => JsonRow | undefined

const next: Way = (current, rows) => rows[rows.indexOf(current) + 1]

const WAYS: ReadonlyMap<string, Way> = new Map<string, Way>([
  ['ArrowDown', next],
  ['ArrowUp', (current, rows) => rows[rows.indexOf(current) - 1]],
  ['Home', (_, rows) => rows[0]],
  ['End', (_, rows) => rows.at(-1)],
  ['ArrowRight', (current, rows) => (current.isOpen === true ? next(current, rows) : undefined)],
  [
    'ArrowLeft',
    (current, rows) =>
      rows.slice(0, rows.indexOf(current)).findLast(({ level }) => level < current.level),
  ],
])
