import type { Timestamp } from '@shared/model/ids'
import type { Attachment } from '@shared/model/message-details'

/** What is known of pictures; their bytes are `AttachmentFiles`. */
export interface AttachmentStore {
  /** Notes that it came, or came again, perhaps under another name. */
  put(attachment: Attachment, now: Timestamp): Promise<void>
  get(hash: string): Promise<Attachment | null>
  /** Those that are there, in the order they were asked for; from `now` on they count as new. */
  claim(hashes: readonly string[], now: Timestamp): Promise<readonly Attachment[]>
  /** Those that came before that moment and that no message has, nor one that waits. */
  unused(before: Timestamp, limit: number): Promise<readonly string[]>
  isUnused(hash: string, before: Timestamp): Promise<boolean>
  forget(hash: string): Promise<void>
}
