import { distanceToEnd, followsAfterScroll } from './scroll-place'
import type { ScrollPlace } from './scroll-place'

/** How far down the view a row is put that somebody wants to see. */
const SHOWN_AT = 0.25

/** Rows carry their message's id here, so that a place can be found again. */
export const ROW_ID_ATTRIBUTE = 'data-row-id'

/**
 * Keeps a reader's place in a list that changes around them: at the end while they follow it, else with the row they read
 * exactly where it was, whatever comes above or below it and however wide the window becomes.
 */
export class ScrollKeeper {
  readonly #scroller: HTMLElement
  readonly #content: HTMLElement
  readonly #onFollow: (follows: boolean) => void
  readonly #sizes: ResizeObserver
  #follows = true
  #anchor: { readonly row: HTMLElement; readonly offset: number } | null = null
  #topBefore = 0
  #endsHere = true

  constructor(scroller: HTMLElement, content: HTMLElement, onFollow: (follows: boolean) => void) {
    this.#scroller = scroller
    this.#content = content
    this.#onFollow = onFollow
    // Told after layout and before paint: what is mended here is never seen.
    this.#sizes = new ResizeObserver(() => this.keep())
    this.#sizes.observe(scroller)
    this.#sizes.observe(content)
    scroller.addEventListener('scroll', this.#onScroll, { passive: true })
  }

  get place(): ScrollPlace {
    const messageId = this.#anchor?.row.getAttribute(ROW_ID_ATTRIBUTE)
    if (this.#follows || this.#anchor === null || messageId == null) return { kind: 'end' }
    return { kind: 'at', messageId, offset: this.#anchor.offset }
  }

  restore(place: ScrollPlace): void {
    const row = place.kind === 'at' ? this.#rowOf(place.messageId) : null
    if (place.kind === 'end' || row === null) {
      this.toEnd()
      return
    }
    this.#anchor = { row, offset: place.offset }
    this.#setFollows(false)
    this.keep()
  }

  /** Whether the list ends where the conversation does. Where it does not, there is no end to follow. */
  setEndsHere(endsHere: boolean): void {
    this.#endsHere = endsHere
    if (endsHere || !this.#follows) return
    this.#setFollows(false)
    this.#anchor = this.#firstRowInView()
  }

  /** Puts a row near the top of the view, or the part of it that matters; answers the row, or null where there is none. */
  show(messageId: string, partOf: (row: HTMLElement) => DOMRect | null): HTMLElement | null {
    const row = this.#rowOf(messageId)
    if (row === null) return null
    this.#setFollows(false)
    const { top, height } = row.getBoundingClientRect()
    const view = this.#scroller.clientHeight
    const lead = view * SHOWN_AT
    const part = partOf(row)
    // A short one is shown whole; in one that is taller than the view, what was found in it.
    const into = part === null || height < view - lead ? 0 : Math.max(0, part.top - top)
    this.#anchor = { row, offset: lead - into }
    this.keep()
    return row
  }

  toEnd(): void {
    this.#setFollows(true)
    this.keep()
  }

  close(): void {
    this.#sizes.disconnect()
    this.#scroller.removeEventListener('scroll', this.#onScroll)
  }

  readonly #onScroll = (): void => {
    this.#setFollows(
      this.#endsHere && followsAfterScroll(this.#follows, this.#topBefore, this.#scroller),
    )
    this.#topBefore = this.#scroller.scrollTop
    this.#anchor = this.#follows ? null : this.#firstRowInView()
  }

  /** Puts the view where its reader left it, after something changed its size or its rows. */
  keep(): void {
    if (this.#follows) this.#scroller.scrollTop += distanceToEnd(this.#scroller)
    else if (this.#anchor?.row.isConnected === true) {
      this.#scroller.scrollTop += this.#offsetOf(this.#anchor.row) - this.#anchor.offset
    }
    this.#topBefore = this.#scroller.scrollTop
  }

  #setFollows(follows: boolean): void {
    if (follows === this.#follows) return
    this.#follows = follows
    this.#onFollow(follows)
  }

  #offsetOf(row: Element): number {
    return row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top
  }

  #rowOf(messageId: string): HTMLElement | null {
    return this.#content.querySelector<HTMLElement>(
      `[${ROW_ID_ATTRIBUTE}="${CSS.escape(messageId)}"]`,
    )
  }

  /** Rows stand in order, so halving finds the one at the top of the view among thousands. */
  #firstRowInView(): { row: HTMLElement; offset: number } | null {
    const rows = this.#content.children
    const top = this.#scroller.getBoundingClientRect().top
    let [low, high] = [0, rows.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      const bottom = rows[middle]?.getBoundingClientRect().bottom ?? 0
      if (bottom > top) high = middle
      else low = middle + 1
    }
    const row = rows[low]
    return row instanceof HTMLElement ? { row, offset: this.#offsetOf(row) } : null
  }
}
