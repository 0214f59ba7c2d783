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
}

/** More than a person looks for at once; the rest is ignored. */
const MAX_TERMS = 16
const MAX_WORDS = 32

const PART = /(-)?(?:(bot|from|before|after|has):)?(?:"([^"]*)"?|([^\s"]+))/giu
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
}

/**
 * Reads words, "phrases", -not, `bot:`, `from:me`, `from:bot`, `before:2026-11-01`, `after:2026-11` and `has:code`.
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
  }
  for (const [all, minus, filter, quoted, plain] of query.normalize('NFC').matchAll(PART)) {
    const value = quoted ?? plain ?? ''
    if (minus !== undefined) addTerm(draft.excluded, all.slice(1), false)
    else if (filter === undefined || !applyFilter(draft, filter.toLowerCase(), value))
      addTerm(draft.terms, filter === undefined ? value : all, quoted !== undefined)
  }
  const last = draft.terms.findLastIndex(({ isQuoted }) => !isQuoted)
  const terms = draft.terms.map(({ words }, index) => ({ words, isPrefix: index === last }))
  return { ...draft, terms }
}

/** False where the value means nothing to the filter. */
function applyFilter(draft: Draft, filter: string, value: string): boolean {
  switch (filter) {
    case 'bot':
      if (value.trim() === '') return false
      draft.bots.push(value.trim())
      return true
    case 'from':
      draft.author = AUTHORS.get(value.toLowerCase()) ?? draft.author
      return AUTHORS.has(value.toLowerCase())
    case 'before':
      draft.before = dayStart(value) ?? draft.before
      return dayStart(value) !== null
    case 'after':
      draft.after = dayStart(value) ?? draft.after
      return dayStart(value) !== null
    default:
      draft.hasCode ||= value.toLowerCase() === 'code'
      return value.toLowerCase() === 'code'
  }
}

function addTerm(terms: SearchTerm[], text: string, isQuoted: boolean): void {
  const words = (text.match(WORD) ?? []).slice(0, MAX_WORDS)
  if (words.length === 0 || terms.length >= MAX_TERMS) return
  const term = { words, isPrefix: false, isQuoted }
  terms.push(term)
}
