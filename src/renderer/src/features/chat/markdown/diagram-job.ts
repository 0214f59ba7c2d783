/** What the page asks of the frame that draws diagrams. */
export interface DiagramJob {
  readonly source: string
  readonly isDark: boolean
}

/** A drawing: an SVG document, and what it shows, in the words of its author or at least its kind. */
export interface Drawing {
  readonly svg: string
  readonly title: string
}
