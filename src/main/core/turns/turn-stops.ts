import type { TurnStop } from './live-reply'

/** What an interrupted reply says of itself; also those that are found at start. */
export const CONTROLLER_CLOSED = {
  code: 'internal',
  message:
    'Port 8000 was closed while this reply was being made. What had come is kept; try again for a whole one.',
} as const

export const BY_PERSON: TurnStop = { status: 'stopped', error: null }
export const BY_CLOSING: TurnStop = { status: 'interrupted', error: CONTROLLER_CLOSED }
