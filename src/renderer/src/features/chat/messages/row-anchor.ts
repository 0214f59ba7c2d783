/** Nothing in these changes its height alone. */
const WHOLE = 'p, pre, table'

/** Rows carry their message's id here, so that a place can be found again. */
export const ROW_ID_ATTRIBUTE = 'data-row-id'

/** A row, and something in it that stands at the top of the view; each with how far below that top it began. */
export interface RowAnchor {
  readonly row: HTMLElement
  readonly offset: number
  readonly part: Element
  readonly partOffset: number
}

export function topIn(scroller: Element, element: Element): number {
  return element.getBoundingClientRect().top - scroller.getBoundingClientRect().top
}

/** What was said in a row, without the date above it: that comes and goes with the row before. */
export function wordsOf(row: Element): Element {
  return row.querySelector(':scope > article') ?? row
}

/** Holds a row `offset` pixels below the top of the view, wherever it stands now. */
export function anchorAt(row: HTMLElement, offset: number): RowAnchor {
  const part = wordsOf(row)
  return { row, offset, part, partOffset: offset }
}

/** Holds what is at the top of the view where it is; null where there are no rows. */
export function anchorInView(scroller: Element, rows: HTMLCollection): RowAnchor | null {
  const row = firstInView(scroller, rows)
  if (row === null) return null
  const part = partInView(scroller, wordsOf(row))
  return {
    row,
    offset: topIn(scroller, wordsOf(row)),
    part,
    partOffset: topIn(scroller, part),
  }
}

/** How far the view has to be scrolled for what is held to stand where it stood. */
export function driftOf(scroller: Element, { row, offset, part, partOffset }: RowAnchor): number {
  if (part.isConnected) return topIn(scroller, part) - partOffset
  return row.isConnected ? topIn(scroller, wordsOf(row)) - offset : 0
}

/** The last that halving comes to ends above the view only where all do. */
function firstInView(scroller: Element, rows: HTMLCollection): HTMLElement | null {
  const row = firstEndingBelow(rows, scroller.getBoundingClientRect().top)
  return row instanceof HTMLElement ? row : null
}

/** A row may be many views high, and change above what is read in it: the innermost part that stands at the view's top. */
function partInView(scroller: Element, words: Element): Element {
  const top = scroller.getBoundingClientRect().top
  let part = words
  while (part.getBoundingClientRect().top < top && !part.matches(WHOLE)) {
    const next = firstEndingBelow(part.children, top)
    if (next === null || next.getBoundingClientRect().bottom <= top) break
    part = next
  }
  return part
}

/** They stand one below the other, so halving finds the first that is not wholly above, among thousands. */
function firstEndingBelow(elements: HTMLCollection, top: number): Element | null {
  let [low, high] = [0, elements.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    const bottom = elements[middle]?.getBoundingClientRect().bottom ?? 0
    if (bottom > top) high = middle
    else low = middle + 1
  }
  return elements[low] ?? null
}
