import type { LoadedModel, ModelDetails } from '@shared/model/model'
import type { UpstreamId } from '@shared/model/upstream-name'

/** What of a pull an engine tells, line by line, in any order and as often as it likes. */
export interface PullLine {
  readonly status: string
  /** The file that `total` and `completed` (bytes) are about. */
  readonly digest?: string | undefined
  readonly total?: number | undefined
  readonly completed?: number | undefined
}

/**
 * Where models are kept, looked at and fetched. Names were checked before they come here. Where there are several servers,
 * `upstreamId` says which one is meant; left out, the first.
 */
export interface ModelHost {
  /** Throws `AppError`: `model_not_found`, `engine_unavailable`. */
  show(name: string, signal?: AbortSignal): Promise<Omit<ModelDetails, 'usedBy'>>
  loaded(): Promise<readonly Omit<LoadedModel, 'usedBy'>[]>
  /** Ends normally only when the model is there; throws `AppError` otherwise, and the signal's reason once it is aborted. */
  pull(name: string, signal: AbortSignal, upstreamId?: UpstreamId): AsyncIterable<PullLine>
  /** Throws `AppError`: `model_not_found`, `engine_unavailable`. */
  delete(name: string, upstreamId?: UpstreamId): Promise<void>
  /** Bytes free where models are kept; null where that is on another machine or not known. */
  freeBytes(upstreamId?: UpstreamId): Promise<number | null>
  /** Bytes of main memory of the machine; null where it is another one. */
  totalMemory(): number | null
}
