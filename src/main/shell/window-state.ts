import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rectangle } from 'electron'
import { z } from 'zod'

export const MIN_SIZE = { width: 320, height: 480 } as const
const DEFAULT_SIZE = { width: 1280, height: 860 } as const
/** So much of the title bar must be on a screen for the window to be caught with the mouse. */
const MIN_VISIBLE = 64

const windowStateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

const fileOf = (dataDirectory: string) => join(dataDirectory, 'window.json')

/** How the window stood when it was last closed; null at the first start, and where the file is not ours. */
export function readWindowState(dataDirectory: string): WindowState | null {
  try {
    return windowStateSchema.parse(JSON.parse(readFileSync(fileOf(dataDirectory), 'utf8')))
  } catch {
    return null
  }
}

export function writeWindowState(dataDirectory: string, state: WindowState): void {
  writeFileSync(fileOf(dataDirectory), `${JSON.stringify(state)}\n`, { mode: 0o600 })
}

/**
 * Where to open the window: as it was, unless that screen is gone; at the usual size in the middle
 * otherwise. `workAreas` are those of the screens there are now, in the same device-independent pixels.
 */
export function placeWindow(
  state: WindowState | null,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> {
  const [primary] = workAreas
  const usual = {
    width: Math.min(DEFAULT_SIZE.width, primary?.width ?? DEFAULT_SIZE.width),
    height: Math.min(DEFAULT_SIZE.height, primary?.height ?? DEFAULT_SIZE.height),
  }
  if (state === null) return usual
  const before = {
    ...state.bounds,
    width: Math.max(state.bounds.width, MIN_SIZE.width),
    height: Math.max(state.bounds.height, MIN_SIZE.height),
  }
  return workAreas.some((area) => showsTitleBar(area, before)) ? before : usual
}

function showsTitleBar(area: Rectangle, window: Rectangle): boolean {
  const left = Math.max(area.x, window.x)
  const right = Math.min(area.x + area.width, window.x + window.width)
  const isAtHeight = window.y >= area.y && window.y + MIN_VISIBLE <= area.y + area.height
  return right - left >= MIN_VISIBLE && isAtHeight
}
