import type { Database } from 'better-sqlite3'
import type { SearchResult } from '@shared/model/search'
import { createIndexFiller } from './index-filler.ts'
import type { IndexFiller } from './index-filler.ts'
import type { createSearchTitles } from './search-titles.ts'
import type { SearchVocabulary } from './search-vocabulary.ts'

interface SearchMemory {
  readonly db: Database
  readonly vocabulary: SearchVocabulary
  readonly titles: ReturnType<typeof createSearchTitles>
}

/** Between two slices of writing, for whoever writes messages: as long as a slice, so half of the time is theirs. */
const WRITING_PAUSE_MS = 8

/**
 * What the worker does while nobody searches: index what was there before the index was, then read titles and words into
 * memory, so that the first search is as fast as the next. In small steps, and a search comes between any two.
 */
export class SearchPreparation {
  readonly #file: string
  readonly #memory: SearchMemory
  readonly #onProblem: (error: unknown) => void
  #filler: IndexFiller | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(file: string, memory: SearchMemory, onProblem: (error: unknown) => void) {
    this.#file = file
    this.#memory = memory
    this.#onProblem = onProblem
  }

  begin(): void {
    this.#later(() => this.#fill(), 0)
  }

  /** How far the index reaches; null where it holds everything. */
  progress(): SearchResult['indexing'] {
    const indexedFrom = this.#indexedFrom()
    if (indexedFrom === 0) return null
    const total = this.#memory.db
      .prepare<[], number | null>('SELECT max(number) FROM messages')
      .pluck()
      .get()
    return { indexed: Math.max(0, (total ?? 0) - indexedFrom + 1), total: total ?? 0 }
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#filler?.close()
  }

  #indexedFrom(): number {
    return (
      this.#memory.db
        .prepare<[], number>('SELECT indexed_from FROM search_progress')
        .pluck()
        .get() ?? 0
    )
  }

  #fill(): void {
    if (this.#filler === null && this.#indexedFrom() === 0) {
      this.#read()
      return
    }
    this.#filler ??= createIndexFiller(this.#file)
    if (this.#filler.fillSome()) {
      this.#later(() => this.#fill(), WRITING_PAUSE_MS)
      return
    }
    this.#filler.close()
    this.#filler = null
    this.#memory.vocabulary.forget()
    this.#read()
  }

  #read(): void {
    this.#memory.titles.refresh()
    if (this.#memory.vocabulary.readSome()) this.#later(() => this.#read(), 0)
  }

  /** A step that fails is not tried again before the next start: the disk is full, or the file is not ours to write. */
  #later(step: () => void, pauseMs: number): void {
    this.#timer = setTimeout(() => {
      try {
        step()
      } catch (error) {
        this.#onProblem(error)
      }
    }, pauseMs)
  }
}
