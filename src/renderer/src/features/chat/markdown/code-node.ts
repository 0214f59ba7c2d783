/** Coloured code: plain text, or a piece with highlight.js's class names. */
export type CodeNode =
  string | { readonly className: string; readonly children: readonly CodeNode[] }

/** The code to colour and its language, as written after the fence and in lower case. */
export interface HighlightJob {
  readonly code: string
  readonly language: string
}

/**
 * Coloured code, cut where lines end: each piece is the JSON of its `CodeNode[]`. A piece that is the same text as before is
 * the same on the page, so code that grows changes only its end.
 */
export type ColouredCode = readonly string[]
