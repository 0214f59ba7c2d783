import type { Session } from '@shared/model/session'
import type { Sharing } from '@shared/model/session-sharing'
import { toExactBytes, toText } from './exact-text.ts'

export interface SessionRow {
  readonly id: string
  readonly bot_id: string
  readonly title: string
  readonly title_exact: Buffer | null
  readonly last_seq: number
  readonly head_seq: number | null
  readonly version: number
  readonly folder_id: string | null
  readonly tags: string
  readonly pinned: 0 | 1
  readonly archived: 0 | 1
  readonly person_id: string
  readonly sharing: string | null
  readonly created_at: number
  readonly updated_at: number
}

export const SESSION_COLUMNS = `id, bot_id, title, title_exact, last_seq, head_seq, version, folder_id, tags, pinned, archived,
  person_id, sharing, created_at, updated_at`

/** Sessions of a bot that is not deleted. */
export const OF_KNOWN_BOT = '(SELECT deleted_at FROM bots WHERE bots.id = bot_id) IS NULL'
/** Sessions that are there for whoever may see them: not in the bin either. */
export const SESSION_IS_THERE = `(deleted_at IS NULL AND ${OF_KNOWN_BOT})`

export function toSessionRow(session: Session): SessionRow {
  return {
    id: session.id,
    bot_id: session.botId,
    title: session.title,
    title_exact: toExactBytes(session.title),
    last_seq: session.lastSeq,
    head_seq: session.headSeq === session.lastSeq ? null : session.headSeq,
    version: session.version,
    folder_id: session.folderId,
    tags: JSON.stringify(session.tags),
    pinned: session.pinned ? 1 : 0,
    archived: session.archived ? 1 : 0,
    person_id: session.personId,
    sharing: session.sharing ? JSON.stringify(session.sharing) : null,
    created_at: session.createdAt,
    updated_at: session.updatedAt,
  }
}

export function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    botId: row.bot_id,
    title: toText(row.title, row.title_exact),
    lastSeq: row.last_seq,
    headSeq: row.head_seq ?? row.last_seq,
    version: row.version,
    folderId: row.folder_id,
    tags: row.tags === '[]' ? [] : (JSON.parse(row.tags) as string[]),
    pinned: row.pinned === 1,
    archived: row.archived === 1,
    personId: row.person_id,
    ...toSharing(row.sharing),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** As a member of its own, for most are private. */
export function toSharing(stored: string | null): Pick<Session, 'sharing'> {
  return stored === null ? {} : { sharing: JSON.parse(stored) as Sharing }
}
