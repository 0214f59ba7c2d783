import type { FoundMessage, FoundTitle } from '../../core/search/rank-results.ts'
import type { FoundRow } from './search-statements.ts'

/** The newest of what matches are ranked; beyond that, counts are "at least". */
const MAX_FOUND = 500

/** Collects what one search finds, until there is enough. */
export class Findings {
  readonly titles: FoundTitle[] = []
  isComplete = true
  readonly #messages = new Map<number, FoundMessage>()

  get size(): number {
    return this.#messages.size
  }

  get messages(): readonly FoundMessage[] {
    return [...this.#messages.values()]
  }

  /** False where there is no room left. */
  add(row: FoundRow): boolean {
    if (this.#messages.has(row.number)) return true
    if (this.#messages.size === MAX_FOUND) {
      this.isComplete = false
      return false
    }
    this.#messages.set(row.number, {
      id: row.id,
      sessionId: row.session_id,
      seq: row.seq,
      author: row.author,
      text: row.text,
      createdAt: row.created_at,
    })
    return true
  }

  /** What was looked for stood for less than all that was asked. */
  missing(looked: readonly { readonly isAll: boolean }[]): void {
    if (looked.some(({ isAll }) => !isAll)) this.isComplete = false
  }
}
