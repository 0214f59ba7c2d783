export type StorageErrorKind =
  /** Another process uses this data directory. */
  | 'in_use'
  /** The file was written by a newer version; it was left untouched. */
  | 'from_newer_version'
  /** The file cannot be read as a database; it was left as it is. */
  | 'damaged'
  /** The data directory or a file in it may not be written. */
  | 'read_only'
  /** No space left. */
  | 'full'
  /** Bringing the file up to this version failed; it was left as it was. */
  | 'migration_failed'
  /** Anything else that keeps the store from opening, as: the path is not a directory. */
  | 'unavailable'

/**
 * Why the store could not be opened: for the person who starts the controller, so the message may name paths. It says
 * what happened and what to do next.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly kind: StorageErrorKind

  constructor(kind: StorageErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
