import type { Timestamp } from '@shared/model/ids'
import { dayStart } from './day-start.ts'

/** Something to look for: one word, or several that stand in this order. Words are letters, marks and digits only. */
export interface SearchTerm {
  readonly words: readonly string[]
  /** Whether the last word may go on. */
  readonly isPrefix: boolean
}

/** What a person asked for. Whatever they typed, nothing in here can be an operator of anything. */
export interface ParsedQuery {
  readonly terms: readonly SearchTerm[]
  readonly excluded: readonly SearchTerm[]
  /** Ids or names of bots as they were typed; any of them will do, and none means all. */
  readonly bots: readonly string[]
  readonly author: 'person' | 'bot' | null
  /** Said before this moment. */
  readonly before: Timestamp | null
  /** Said at this moment or later. */
  readonly after: Timestamp | null
  readonly hasCode: boolean
  /** Tags as they were typed; a session has to have all of them. */
  readonly tags: readonly string[]
  /** Ids or names of folders as they were typed; any of them will do, and none means everywhere. */
  readonly folders: readonly string[]
  /** Only what was archived; otherwise archived or not. */
  readonly isArchived: boolean
}

/** More than a person looks for at once; the rest is ignored. */
const MAX_TERMS = 16
const MAX_WORDS = 32

const PART = /(-)?(?:(bot|from|before|after|has|tag|folder|is):)?(?:"([^"]*)"?|([^\s"]+))/giu
const WORD = /[\p{L}\p{M}\p{N}]+/gu

const AUTHORS: ReadonlyMap<string, 'person' | 'bot'> = new Map([
  ['me', 'person'],
  ['bot', 'bot'],
])

interface Draft {
  readonly terms: (SearchTerm & { readonly isQuoted: boolean })[]
  readonly excluded: SearchTerm[]
  readonly bots: string[]
  author: ParsedQuery['author']
  before: Timestamp | null
  after: Timestamp | null
  hasCode: boolean
  readonly tags: string[]
  readonly folders: string[]
  isArchived: boolean
}

/**
 * Reads words, "phrases", -not, `bot:`, `from:me`, `from:bot`, `before:2026-11-01`, `after:2026-11`, `has:code`, `tag:`,
 * `folder:` and `is:archived`.
 * A filter that makes no sense is looked for as text. The last word may go on. Never throws. Days are local.
 */
export function parseQuery(query: string): ParsedQuery {
  const draft: Draft = {
    terms: [],
    excluded: [],
    bots: [],
    author: null,
    before: null,
    after: null,
    hasCode: false,
    tags: [],
    folders: [],
    isArchived: false,
  }
  for (const [all, minus, filter, quoted, plain] of query.normalize('NFC').matchAll(PART)) {
    const value = quoted ?? plain ?? ''
    if (minus !== undefined) addTerm(draft.excluded, all.slice(1), false)
    else if (filter === undefined || FILTERS[filter.toLowerCase()]?.(draft, value) !== true)
      addTerm(draft.terms, filter === undefined ? value : all, quoted !== undefined)
  }
  const last = draft.terms.findLastIndex(({ isQuoted }) => !isQuoted)
  const terms = draft.terms.map(({ words }, index) => ({ words, isPrefix: index === last }))
  return { ...draft, terms }
}

/** What each filter does with its value; false where that means nothing to it. */
const FILTERS: Readonly<Record<string, (draft: Draft, value: string) => boolean>> = {
  bot: (draft, value) => addName(draft.bots, value),
  tag: (draft, value) => addName(draft.tags, value),
  folder: (draft, value) => addName(draft.folders, value),
  from: (draft, value) => {
    draft.author = AUTHORS.get(value.toLowerCase()) ?? draft.author
    return AUTHORS.has(value.toLowerCase())
  },
  before: (draft, value) => {
    draft.before = dayStart(value) ?? draft.before
    return dayStart(value) !== null
  },
  after: (draft, value) => {
    draft.after = dayStart(value) ?? draft.after
    return dayStart(value) !== null
  },
  has: (draft, value) => {
    draft.hasCode ||= value.toLowerCase() === 'code'
    return value.toLowerCase() === 'code'
  },
  is: (draft, value) => {
    draft.isArchived ||= value.toLowerCase() === 'archived'
    return value.toLowerCase() === 'archived'
  },
}

function addName(names: string[], value: string): boolean {
  const name = value.trim()
  if (name !== '' && names.length < MAX_TERMS) names.push(name)
  return name !== ''
}

function addTerm(terms: SearchTerm[], text: string, isQuoted: boolean): void {
  const words = (text.match(WORD) ?? []).slice(0, MAX_WORDS)
  if (words.length === 0 || terms.length >= MAX_TERMS) return
  const term = { words, isPrefix: false, isQuoted }
  terms.push(term)
}
