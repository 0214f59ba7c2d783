import { createHash } from 'node:crypto'
import type { Attachment } from '@shared/model/message-details'
import { cleanPicture } from '../../attachments/clean-picture.ts'
import type { ExportedPicture } from '../formats/kept-pictures.ts'

export interface ImportedPicture {
  readonly picture: Attachment
  readonly bytes: Buffer
}

/** A picture of a file, looked at as closely as one that somebody attaches; null where it is not what its hash says. */
export function ownPicture({ data, name, hash }: ExportedPicture): ImportedPicture | null {
  try {
    const { bytes, ...facts } = cleanPicture(Buffer.from(data, 'base64'))
    if (createHash('sha256').update(bytes).digest('hex') !== hash) return null
    return { picture: { hash, name, size: bytes.length, ...facts }, bytes }
  } catch {
    return null
  }
}
