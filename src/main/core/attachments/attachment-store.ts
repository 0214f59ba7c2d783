import type { Timestamp } from '@shared/model/ids'
import type { Attachment } from '@shared/model/message-details'
import type { PersonId } from '@shared/model/person'
import type { Reader } from '../access/standing'

/** What is known of pictures; their bytes are `AttachmentFiles`. */
export interface AttachmentStore {
  /** Notes who brought it, or brought it again, perhaps under another name. */
  put(attachment: Attachment, personId: PersonId, now: Timestamp): Promise<void>
  /** Where the reader may see it: they brought it, or it is in a session that they may see. */
  get(hash: string, reader: Reader): Promise<Attachment | null>
  /** Those that are there and that the reader may see, in the order they were asked for; from `now` on they count as new. */
  claim(hashes: readonly string[], reader: Reader, now: Timestamp): Promise<readonly Attachment[]>
  /** Those that came before that moment and that no message has, nor one that waits. */
  unused(before: Timestamp, limit: number): Promise<readonly string[]>
  isUnused(hash: string, before: Timestamp): Promise<boolean>
  forget(hash: string): Promise<void>
}
