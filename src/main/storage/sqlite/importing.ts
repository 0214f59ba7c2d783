/**
 * In `purged_at` of sessions that are being brought in. To everybody they are gone for good, as what was purged from the bin
 * is; only the clearing passes them over. A controller that starts finds none of its own, so what it finds a dead one left:
 * it gets a time there, and is cleared away.
 */
export const IMPORTING = 0
