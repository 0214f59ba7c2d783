import type { Side } from '../state/page-slices'
import { anchorAt, anchorInView, driftOf, ROW_ID_ATTRIBUTE, topIn, wordsOf } from './row-anchor'
import type { RowAnchor } from './row-anchor'
import { distanceToEnd, followsAfterScroll, isClamped } from './scroll-place'
import type { ScrollPlace } from './scroll-place'

/** How far down the view a row is put that somebody wants to see. */
const SHOWN_AT = 0.25
/** More is read while the reader is still so many views away from the last of what is here, and comes nearer. */
const VIEWS_AHEAD = 2
/** This near to it, there is nothing left to come nearer to. */
const AT_EDGE_PX = 48

/** Less than this lies between two positions that a view can be scrolled to. */
const MOVED_PX = 0.5

/** Where a reader is, as rows show it: a row may be of a message that is being made and has no number yet. */
export type RowPlace =
  | { readonly kind: 'end' }
  | { readonly kind: 'at'; readonly messageId: string; readonly offset: number }

export interface ScrollKeeperListener {
  onFollow(follows: boolean): void
  /** The view shows another part of the list, or the same by another hand. */
  onMove(place: RowPlace): void
  /** The reader comes near to where the rows begin or end. Told again and again. */
  onNear(side: Side): void
}

/**
 * Keeps a reader's place in a list that changes around them: at the end while they follow it, else with what they read
 * exactly where it was, whatever comes or goes above or below it and however wide the window becomes.
 */
export class ScrollKeeper {
  readonly #scroller: HTMLElement
  readonly #content: HTMLElement
  readonly #listener: ScrollKeeperListener
  readonly #sizes: ResizeObserver
  #follows = true
  #anchor: RowAnchor | null = null
  /** Where to go as soon as its row is there. */
  #wanted: ScrollPlace | null = null
  #topBefore = 0
  /** The reader scrolled, and what they hold to was not looked up since. */
  #isStale = false
  #endsHere = true

  constructor(scroller: HTMLElement, content: HTMLElement, listener: ScrollKeeperListener) {
    this.#scroller = scroller
    this.#content = content
    this.#listener = listener
    // Told after layout and before paint: what is mended here is never seen.
    this.#sizes = new ResizeObserver(() => this.keep())
    this.#sizes.observe(scroller)
    this.#sizes.observe(content)
    scroller.addEventListener('scroll', this.#onScroll, { passive: true })
  }

  get place(): RowPlace {
    if (this.#wanted !== null) return this.#wanted
    const messageId = this.#anchor?.row.getAttribute(ROW_ID_ATTRIBUTE)
    if (this.#follows || this.#anchor === null || messageId == null) return { kind: 'end' }
    return { kind: 'at', messageId, offset: this.#anchor.offset }
  }

  /** Goes where a reader was. A row that is not there yet is waited for, until `settle`. */
  restore(place: ScrollPlace): void {
    this.#wanted = place.kind === 'at' ? place : null
    this.#setFollows(place.kind === 'end')
    this.keep()
  }

  /** All rows that will come of themselves are there: whoever waits for another one is taken to the end. */
  settle(): void {
    if (this.#wanted !== null) this.toEnd()
  }

  /** Whether the list ends where the conversation does. Where it does not, there is no end to follow. */
  setEndsHere(endsHere: boolean): void {
    this.#endsHere = endsHere
    if (endsHere || !this.#follows) return
    this.#setFollows(false)
    this.#anchor = this.#inView()
  }

  /** Puts a row near the top of the view, or the part of it that matters; answers the row, or null where there is none. */
  show(messageId: string, partOf: (row: HTMLElement) => DOMRect | null): HTMLElement | null {
    const row = this.#rowOf(messageId)
    if (row === null) return null
    this.#setFollows(false)
    this.#wanted = null
    const { top, height } = row.getBoundingClientRect()
    const view = this.#scroller.clientHeight
    const lead = view * SHOWN_AT
    const part = partOf(row)
    // A short one is shown whole; in one that is taller than the view, what was found in it.
    const into = part === null || height < view - lead ? 0 : Math.max(0, part.top - top)
    const date = topIn(this.#scroller, wordsOf(row)) - topIn(this.#scroller, row)
    this.#anchor = anchorAt(row, lead - into + date)
    this.keep()
    return row
  }

  toStart(): void {
    this.#wanted = null
    this.#setFollows(false)
    this.#anchor = null
    this.#scrollBy(-this.#scroller.scrollTop)
    this.#anchor = this.#inView()
    this.#tell()
  }

  toEnd(): void {
    this.#wanted = null
    this.#setFollows(true)
    this.keep()
  }

  close(): void {
    this.#sizes.disconnect()
    this.#scroller.removeEventListener('scroll', this.#onScroll)
  }

  /**
   * Takes in where the reader has scrolled to. For just before rows change: the browser may not have told of it yet, and
   * what it then tells is mixed with what the rows did.
   */
  notice(): void {
    const before = this.#topBefore
    const { scrollTop, clientHeight } = this.#scroller
    this.#topBefore = scrollTop
    const moved = scrollTop - before
    if (moved === 0 || isClamped(before, this.#scroller)) return
    this.#isStale = true
    this.#wanted = null
    this.#setFollows(this.#endsHere && followsAfterScroll(this.#follows, before, this.#scroller))
    if (this.#anchor !== null) this.#anchor = movedBy(this.#anchor, moved)
    else if (!this.#follows) this.#anchor = this.#inView()
    const ahead = VIEWS_AHEAD * clientHeight
    if (moved < 0 && scrollTop < ahead) this.#listener.onNear('earlier')
    if (moved > 0 && distanceToEnd(this.#scroller) < ahead) this.#listener.onNear('later')
  }

  /** Puts the view where its reader left it, after something changed its size or its rows. */
  keep(): void {
    this.notice()
    this.#reachWanted()
    if (this.#follows) this.#scrollBy(distanceToEnd(this.#scroller))
    else if (this.#anchor !== null) this.#scrollBy(driftOf(this.#scroller, this.#anchor))
    this.#tell()
    this.#lookForMore()
  }

  /** What does not fill the view, or ends in it, cannot be scrolled nearer to. */
  #lookForMore(): void {
    if (this.#wanted !== null || this.#scroller.clientHeight === 0) return
    if (this.#scroller.scrollTop < AT_EDGE_PX) this.#listener.onNear('earlier')
    if (!this.#endsHere && distanceToEnd(this.#scroller) < AT_EDGE_PX)
      this.#listener.onNear('later')
  }

  readonly #onScroll = (): void => {
    this.notice()
    if (this.#isStale) this.#anchor = this.#follows ? null : this.#inView()
    this.#isStale = false
    this.#tell()
  }

  #reachWanted(): void {
    if (this.#wanted?.kind !== 'at') return
    const row = this.#rowOf(this.#wanted.messageId)
    if (row === null) return
    this.#anchor = anchorAt(row, this.#wanted.offset)
    this.#wanted = null
  }

  /** Nothing is set that would not change: setting it ends a scroll that is under way. */
  #scrollBy(distance: number): void {
    if (Math.abs(distance) >= MOVED_PX) this.#scroller.scrollTop += distance
    this.#topBefore = this.#scroller.scrollTop
  }

  #setFollows(follows: boolean): void {
    if (follows) this.#anchor = null
    if (follows === this.#follows) return
    this.#follows = follows
    this.#listener.onFollow(follows)
  }

  #tell(): void {
    this.#listener.onMove(this.place)
  }

  #inView(): RowAnchor | null {
    return anchorInView(this.#scroller, this.#content.children)
  }

  #rowOf(messageId: string): HTMLElement | null {
    return this.#content.querySelector<HTMLElement>(
      `[${ROW_ID_ATTRIBUTE}="${CSS.escape(messageId)}"]`,
    )
  }
}

function movedBy(anchor: RowAnchor, distance: number): RowAnchor {
  return {
    ...anchor,
    offset: anchor.offset - distance,
    partOffset: anchor.partOffset - distance,
  }
}
