import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import type { Session } from '@shared/model/session'
import type { KeptNotes } from '@shared/model/session-notes'
import type { ExportScope, TransferCounts } from '@shared/model/transfer'

/** What stands before the first conversation. */
export interface ExportHeader {
  readonly application: string
  readonly exportedAt: number
  readonly scope: ExportScope
  readonly counts: TransferCounts
}
/** The bytes of a picture; null where they are not here any more. */
export type ReadPicture = (hash: string) => Buffer | null

/** A bot that is deleted is there only where something it said is. */
export type ExportedBot = Bot & { readonly deletedAt: number | null }
export interface ExportedFolder {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly createdAt: number
}
export type ExportedSession = Session & {
  /** Whose words the title is; null while there is none. */
  readonly titleBy: 'first_message' | 'model' | 'person' | null
  /** Left out where there are none. */
  readonly notes?: KeptNotes | undefined
}

/** Makes one format: each call answers the text that comes next in the file. */
export interface ExportWriter {
  /** True where every message is written, in the order of `seq`; false where it is one branch after another. */
  readonly isLossless: boolean
  begin(
    header: ExportHeader,
    bots: readonly ExportedBot[],
    folders: readonly ExportedFolder[],
    hasPictures: boolean,
  ): string
  beginSession(session: ExportedSession): string
  /** Only where not lossless: what follows is another branch, which leaves the one before after this `seq` (0: at its start). */
  beginBranch(parentSeq: number): string
  message(message: Message): string
  endSession(): string
  /** In pieces: there may be many pictures. */
  end(): Iterable<string>
}
