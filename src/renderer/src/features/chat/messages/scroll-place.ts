import type { MessageId } from '@shared/model/ids'

/** Where a reader is in a conversation: at its end, or with a message so many pixels below the top of the view. */
export type ScrollPlace =
  | { readonly kind: 'end' }
  | {
      readonly kind: 'at'
      readonly messageId: MessageId
      /** The message's number, for when it has to be read again. */
      readonly seq: number
      readonly offset: number
    }

export interface ScrollMetrics {
  readonly scrollTop: number
  readonly scrollHeight: number
  readonly clientHeight: number
}

/** Coming down this near to the end is coming back to it. */
const NEAR_END_PX = 80
/** Less than this is a tremor, not a reader who goes up. */
const TREMOR_PX = 8

export function distanceToEnd({ scrollTop, scrollHeight, clientHeight }: ScrollMetrics): number {
  return Math.max(0, scrollHeight - clientHeight - scrollTop)
}

/**
 * Whether the view goes on following the end, after it was scrolled. Going up lets go at once: a reader who has to pull
 * against a reply that grows would lose. Growth alone never lets go, for it leaves `scrollTop` where it was.
 */
export function followsAfterScroll(
  follows: boolean,
  topBefore: number,
  now: ScrollMetrics,
): boolean {
  const distance = distanceToEnd(now)
  if (distance <= TREMOR_PX) return true
  if (now.scrollTop < topBefore) return false
  return follows || distance <= NEAR_END_PX
}

/**
 * Whether `scrollTop` became smaller because the content did, and not by a reader: the view then stands at the very end, where
 * it was put.
 */
export function isClamped(topBefore: number, now: ScrollMetrics): boolean {
  return now.scrollTop < topBefore && distanceToEnd(now) < 1
}
