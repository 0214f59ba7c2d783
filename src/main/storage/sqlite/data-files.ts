/** The names in a data directory that belong to the store. */
export const DATABASE_FILE = 'port8000.db'
/** Held locked, never read or written: what it holds is the lock. */
export const LOCK_FILE = 'port8000.lock'
/** Who holds the lock, for people. */
export const LOCK_HOLDER_FILE = 'port8000.lock.json'

/** For the owner's eyes only. */
export const DIRECTORY_MODE = 0o700
export const FILE_MODE = 0o600
