import type { Attachment } from '@shared/model/message-details'
import type { Message } from '@shared/model/message'
import type { ReadPicture } from './export-writer.ts'

/** A picture as a file keeps it: its bytes in base64 tell the rest. */
export interface ExportedPicture extends Pick<Attachment, 'hash' | 'name'> {
  readonly data: string
}

/** The pictures of the messages that were written, each of them once. */
export class KeptPictures {
  readonly #read: ReadPicture
  /** Names by hash. */
  readonly #pictures = new Map<string, string>()

  constructor(read: ReadPicture) {
    this.#read = read
  }

  add({ details }: Message): void {
    for (const { hash, name } of details?.attachments ?? []) this.#pictures.set(hash, name)
  }

  /** Read one by one; those that are not here any more are left out. */
  *all(): Generator<ExportedPicture> {
    for (const [hash, name] of this.#pictures) {
      const bytes = this.#read(hash)
      if (bytes !== null) yield { hash, name, data: bytes.toString('base64') }
    }
  }
}
