import type { Timestamp } from '@shared/model/ids'
import type { UpstreamFields } from '@shared/model/upstream'
import type { UpstreamId } from '@shared/model/upstream-name'

/** A server as it is stored: without its secrets, which are kept apart. */
export interface StoredUpstream extends Omit<UpstreamFields, 'address'> {
  readonly id: UpstreamId
  /** Null for the first one: its address is a setting. */
  readonly address: string | null
  /** Grows by one with every change. */
  readonly version: number
  readonly createdAt: Timestamp
}

export interface UpstreamStore {
  /** All that are not removed, the first one first, then by age. */
  list(): Promise<readonly StoredUpstream[]>
  insert(upstream: StoredUpstream): Promise<void>
  /** Replaces the row whose version is `upstream.version - 1`; false where that version is not the stored one. */
  update(upstream: StoredUpstream): Promise<boolean>
  /** Marks it. False where there is none. */
  remove(upstreamId: UpstreamId, now: Timestamp): Promise<boolean>
  restore(upstreamId: UpstreamId): Promise<StoredUpstream | null>
  /** Forgets the removed ones for good. */
  forgetRemoved(): Promise<void>
}
