import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { KeptNotes, Note } from '@shared/model/session-notes'

/** What of each session its bot is always told. */
export interface NoteStore {
  /** Empty where nothing is kept. */
  get(sessionId: SessionId): Promise<KeptNotes>
  /** False where the session is not there. */
  put(sessionId: SessionId, notes: KeptNotes): Promise<boolean>
  /** What of it belongs to the branch that leads to this message. */
  recall(sessionId: SessionId, seq: number): Promise<Recalled>
}
export interface Recalled {
  readonly notes: readonly Note[]
  /** Pinned messages, oldest first. */
  readonly pinned: readonly Message[]
}
