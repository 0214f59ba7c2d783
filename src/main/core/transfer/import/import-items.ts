import type { ImportSource } from '@shared/model/transfer'
import type { ExportedBot, ExportedFolder, ExportedSession } from '../formats/export-writer.ts'
import type { ExportedMessage } from '../formats/exported-message.ts'
import type { ImportedPicture } from './own-picture.ts'

/** A conversation of another program has no bot of ours. */
export type ImportedSession = Omit<ExportedSession, 'botId'> & { readonly botId: string | null }

/** What a file holds, one after the other: a session comes before its messages, bots and folders before any session, pictures after all. */
export type ImportItem =
  | { readonly kind: 'bot'; readonly bot: ExportedBot }
  | { readonly kind: 'folder'; readonly folder: ExportedFolder }
  | { readonly kind: 'session'; readonly session: ImportedSession }
  | { readonly kind: 'message'; readonly message: ExportedMessage }
  | ({ readonly kind: 'picture' } & ImportedPicture)
  /** Something that cannot be kept, in words for people, and how often. */
  | { readonly kind: 'notKept'; readonly what: string; readonly count: number }

/** A file that was recognised. */
export interface ImportReader {
  readonly source: ImportSource
  items(): Generator<ImportItem>
  /** How many bytes of the file were read, and where in it that is. */
  position(): number
  place(): string
}
