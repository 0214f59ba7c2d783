import type { Closers } from '@main/closers'
import { AttachmentFiles } from '@main/core/attachments/attachment-files'
import { AttachmentService } from '@main/core/attachments/attachment-service'
import type { Logger } from '@main/core/logging/logger'
import type { Storage } from '@main/core/storage/storage'

export interface AttachmentPartsDeps {
  readonly storage: Storage
  readonly dataDirectory: string
  /** The largest picture that is taken, as it is set now. */
  readonly maxBytes: () => number
  readonly log: Logger
  readonly now: () => number
}

/** Builds what keeps the pictures of messages. */
export function composeAttachments(
  { storage, dataDirectory, maxBytes, log, now }: AttachmentPartsDeps,
  closers: Closers,
): AttachmentService {
  const attachments = new AttachmentService({
    store: storage.attachments,
    files: new AttachmentFiles(dataDirectory),
    maxBytes,
    log: log.child('attachments'),
    now,
  })
  closers.add('attachments', () => attachments.close())
  return attachments
}
