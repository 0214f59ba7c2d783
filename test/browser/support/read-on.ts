import type { Locator } from '@playwright/test'

/** What was seen while the list was scrolled, frame by frame. */
export interface Reading {
  /** Message ids in the order in which they came into view. */
  readonly ids: readonly string[]
  readonly frames: number
  /** The most rows there were at any time. */
  readonly mostRows: number
  /** How far, in pixels, a row in view moved at most that was not scrolled. */
  readonly worstDrift: number
  /** Frames in which more of the view was without a row than the list's edge takes. */
  readonly emptyFrames: number
}

/** The room at either end of the list, and a date below it. */
const EDGE_PX = 120
/** The list is taken to stand still when so many frames have shown nothing new. */
const QUIET_FRAMES = 60

/**
 * Scrolls by so many pixels in every frame, until so many messages were seen or the list stands still. Between two frames
 * whatever is loaded, dropped or measured meanwhile must not move what is in view.
 */
export const readOn = (list: Locator, by: number, messages = Infinity): Promise<Reading> =>
  list.evaluate(
    async (element: HTMLElement, wanted): Promise<Reading> => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const view = () => {
        const { top, bottom } = element.getBoundingClientRect()
        // What is said, without the date above it: that goes when the day turns out to begin earlier.
        const rows = [...element.querySelectorAll<HTMLElement>('[data-row-id] > article')]
        const shown = rows
          .map((said) => ({
            id: said.parentElement?.dataset['rowId'] ?? '',
            box: said.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.bottom > top && box.top < bottom)
        const covered = (shown.at(-1)?.box.bottom ?? 0) - (shown[0]?.box.top ?? 0)
        // A reader may outrun what is read, and then stands before the list's edge with its date line.
        const isEmpty = covered < element.clientHeight - wanted.edge
        return { count: rows.length, shown, isEmpty }
      }
      const ids = new Set<string>()
      for (const { id } of view().shown) ids.add(id)
      let [frames, mostRows, worstDrift, emptyFrames, quiet] = [0, 0, 0, 0, 0]
      while (ids.size < wanted.messages && quiet < wanted.quietFrames) {
        const known = ids.size
        element.scrollTop += wanted.by
        const before = view()
        await frame()
        const after = new Map(view().shown.map(({ id, box }) => [id, box.top]))
        for (const { id, box } of before.shown) {
          ids.add(id)
          const now = after.get(id)
          if (now !== undefined) worstDrift = Math.max(worstDrift, Math.abs(now - box.top))
        }
        frames += 1
        mostRows = Math.max(mostRows, before.count)
        emptyFrames += before.isEmpty ? 1 : 0
        quiet = ids.size === known ? quiet + 1 : 0
      }
      return { ids: [...ids], frames, mostRows, worstDrift, emptyFrames }
    },
    { by, messages, quietFrames: QUIET_FRAMES, edge: EDGE_PX },
  )
