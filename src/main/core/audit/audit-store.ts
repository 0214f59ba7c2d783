import type { AuditEntry } from '@shared/model/audit'

/** What was done and for whom. Rows are added and read, never changed and never deleted. */
export interface AuditStore {
  add(entry: AuditEntry): Promise<void>
  /** Newest first, older than the entry `before`. */
  list(query: {
    readonly before?: string | undefined
    readonly limit: number
  }): Promise<{ readonly entries: readonly AuditEntry[]; readonly hasMore: boolean }>
}
