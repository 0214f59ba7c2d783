import type {
  ExportBranches,
  ExportFormat,
  ExportScope,
  TransferCounts,
} from '@shared/model/transfer'

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
}

export interface ExportRequest {
  readonly scope: ExportScope
  readonly format: ExportFormat
  readonly branches: ExportBranches
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
