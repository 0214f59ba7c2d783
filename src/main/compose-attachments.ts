import type { Closers } from '@main/closers'
import { AttachmentFiles } from '@main/core/attachments/attachment-files'
import { AttachmentService } from '@main/core/attachments/attachment-service'
import type { Logger } from '@main/core/logging/logger'
import type { Storage } from '@main/core/storage/storage'

export interface AttachmentPartsDeps {
  readonly storage: Storage
  readonly dataDirectory: string
  readonly log: Logger
  readonly now: () => number
}

/** Builds what keeps the pictures of messages. */
export function composeAttachments(
  { storage, dataDirectory, log, now }: AttachmentPartsDeps,
  closers: Closers,
): AttachmentService {
  const attachments = new AttachmentService({
    store: storage.attachments,
    files: new AttachmentFiles(dataDirectory),
    log: log.child('attachments'),
    now,
  })
  closers.add('attachments', () => attachments.close())
  return attachments
}
