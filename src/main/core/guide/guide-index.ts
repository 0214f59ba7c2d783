/** One section of the user guide: a page's text under one heading. */
export interface Passage {
  /** File name without its ending, as `connect-ollama`. */
  readonly page: string
  readonly pageTitle: string
  readonly heading: string
  /** Markdown, without the heading line. */
  readonly text: string
}

/** Full-text search over the user guide; implemented on FTS5. */
export interface GuideIndex {
  /** The best matches first; none where no word of weight matches. `query` is a person's question, in any words. */
  search(query: string, limit: number): readonly RankedPassage[]
}
export interface RankedPassage {
  readonly passage: Passage
  /** Higher is better; comparable within one search only. */
  readonly score: number
}
