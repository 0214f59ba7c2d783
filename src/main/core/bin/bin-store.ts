import type { BotId, SessionId, Timestamp } from '@shared/model/ids'
import type { BinnedSession } from '@shared/model/session'

export interface BinStore {
  /** The session deleted last first; those of deleted bots are hidden. */
  list(
    query: BinQuery,
  ): Promise<{ readonly deleted: readonly BinnedSession[]; readonly hasMore: boolean }>
  /**
   * Takes sessions out of the bin for good: nothing brings them back, and `clear` removes what they hold. One whose reply
   * is still being stored stays. Answers which were taken.
   */
  purge(
    sessionIds: readonly SessionId[],
    now: Timestamp,
  ): Promise<readonly { readonly sessionId: SessionId; readonly botId: BotId }[]>
  /** Which are in the bin since before that moment; `limit` of them at most. */
  deletedBefore(moment: Timestamp, limit: number): Promise<readonly SessionId[]>
  /**
   * Puts the sessions of bots that were deleted before that moment in the bin, as deleted when their bot was, and forgets
   * what those bots were told to be; their names stay, for what they said elsewhere.
   */
  takeInDeletedBots(moment: Timestamp): Promise<void>
  /** Removes some of what purged sessions hold, in a few milliseconds. False once there is nothing left. */
  clear(): Promise<boolean>
}
export interface BinQuery {
  readonly before?: { readonly deletedAt: Timestamp; readonly id: SessionId } | undefined
  readonly limit: number
}
