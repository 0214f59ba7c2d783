import { NO_NOTES } from '../../../shared/model/session-notes.ts'
import type { KeptNotes } from '../../../shared/model/session-notes.ts'

export function toNotes(stored: string | null): KeptNotes {
  return stored === null ? NO_NOTES : (JSON.parse(stored) as KeptNotes)
}

/** Null where there is nothing to keep. */
export function toStoredNotes({ pins, notes, removed }: KeptNotes): string | null {
  const isEmpty = pins.length + notes.length + removed.length === 0
  return isEmpty ? null : JSON.stringify({ pins, notes, removed })
}
