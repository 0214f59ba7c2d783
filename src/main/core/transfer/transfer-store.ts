import type { Bot } from '@shared/model/bot'
import type { BotId, SessionId } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type {
  ExportBranches,
  ExportFormat,
  ExportScope,
  ImportFindings,
  TransferCounts,
} from '@shared/model/transfer'

import type { Reader } from '../access/standing'

/** Whole conversations to files and back, beside everything else that goes on. */
export interface TransferStore {
  /**
   * Writes everything in scope to a new file, as it stood at one instant. Rejects with `AppError`: `not_found` where the
   * scope names nothing that is there; with `signal.reason` where it was aborted. Then there is no file.
   */
  export(
    request: ExportRequest,
    progress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportResult>
  /** Reads a file whole and tells what would come of it. Rejects with `AppError('invalid_input')` that names the place. */
  check(
    file: string,
    progress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<ImportFindings>
  /** Brings in what is not here yet, all of it or nothing; others go on writing meanwhile. One at a time. */
  import(
    request: ImportRequest,
    progress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<ImportResult>
}

export interface ExportRequest {
  /** Only what they may see is in it. */
  readonly reader: Reader
  readonly scope: ExportScope
  readonly format: ExportFormat
  readonly branches: ExportBranches
  /** Whether what the models thought is written too. */
  readonly thinking: boolean
  /** Path of the file to make. */
  readonly file: string
  /** Of the application that writes it. */
  readonly version: string
  readonly now: number
}
export interface ExportProgress {
  readonly written: TransferCounts
  readonly total: TransferCounts
}
export interface ExportResult {
  readonly written: TransferCounts
  readonly bytes: number
}

export interface ImportRequest {
  readonly file: string
  /** Whose the conversations of another program become; null for a file of ours, which names its bots. */
  readonly target:
    | { readonly kind: 'existing'; readonly botId: BotId }
    | { readonly kind: 'new'; readonly bot: Bot }
    | null
  /** Whose the conversations and folders become. */
  readonly personId: PersonId
  readonly now: number
}
export interface ImportProgress {
  /** From 0 to 1. */
  readonly fraction: number
  readonly written: TransferCounts
}
export interface ImportResult {
  readonly written: TransferCounts
  /** The one that was used last. */
  readonly firstSessionId: SessionId | null
}
