import type { BotId, SessionId, Timestamp } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { BinnedSession } from '@shared/model/session'

export interface BinStore {
  /** Of that person, the session deleted last first; those of deleted bots are hidden. */
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
  ): Promise<
    readonly {
      readonly sessionId: SessionId
      readonly botId: BotId
      readonly personId: PersonId
    }[]
  >
  /** Which are in the bin since before that moment, of one person or of all; `limit` of them at most. */
  deletedBefore(
    moment: Timestamp,
    personId: PersonId | null,
    limit: number,
  ): Promise<readonly SessionId[]>
  /**
   * Puts the sessions of bots that were deleted before that moment in the bin, as deleted when their bot was, and forgets
   * what those bots were told to be; their names stay, for what they said elsewhere.
   */
  takeInDeletedBots(moment: Timestamp): Promise<void>
  /** Removes some of what purged sessions hold, in a few milliseconds. False once there is nothing left. */
  clear(): Promise<boolean>
}
export interface BinQuery {
  readonly personId: PersonId
  readonly before?: { readonly deletedAt: Timestamp; readonly id: SessionId } | undefined
  readonly limit: number
}
