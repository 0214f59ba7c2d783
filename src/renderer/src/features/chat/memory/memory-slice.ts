import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { Note, SessionNotes } from '@shared/model/session-notes'
import type { AppState } from '../../../store/use-app'

export interface MemorySlice {
  /** The session whose memory is looked at. */
  readonly memoryOf: SessionId | null
  readonly showMemory: (sessionId: SessionId | null) => void
  readonly pinMessage: (
    message: Pick<Message, 'sessionId' | 'id'>,
    pinned: boolean,
  ) => Promise<void>
  /** Goes to a pinned message, in whatever branch it is. */
  readonly showPinned: (sessionId: SessionId, seq: number) => Promise<void>
  /** Without a note, a new one is made. False where it was not taken, which was said. */
  readonly writeNote: (sessionId: SessionId, text: string, note?: Note) => Promise<boolean>
  readonly removeNote: (sessionId: SessionId, note: Note) => Promise<void>
  /** Lets the bot sum up what was said up to a message; 0: all of it. */
  readonly summarise: (sessionId: SessionId, throughSeq: number) => Promise<void>
  readonly stopSummary: (sessionId: SessionId) => Promise<void>
  /** Begins another session with the same bot, and shows it. */
  readonly startFresh: (sessionId: SessionId, notes: readonly Note[]) => Promise<void>
}

export const createMemorySlice =
  (api: ApiClient): StateCreator<AppState, [], [], MemorySlice> =>
  (set, get) => {
    const apply = (sessionId: SessionId, notes: SessionNotes) => {
      get().applySessionEvents([{ event: 'notes.changed', sessionId, notes }])
    }
    /** What is refused is said. */
    const attempt = async (work: () => Promise<void>): Promise<boolean> => {
      try {
        await work()
        return true
      } catch (error) {
        get().toastError(error)
        return false
      }
    }

    return {
      memoryOf: null,
      showMemory: (sessionId) => set({ memoryOf: sessionId }),
      pinMessage: async ({ sessionId, id: messageId }, pinned) => {
        await attempt(async () => {
          const { notes } = await api.call('messages.pin', { sessionId, messageId, pinned })
          apply(sessionId, notes)
          get().toast({
            text: pinned ? 'Pinned: the bot is always told it.' : 'No longer pinned.',
            action: {
              label: 'Undo',
              run: () => void get().pinMessage({ sessionId, id: messageId }, !pinned),
            },
          })
        })
      },
      showPinned: async (sessionId, seq) => {
        await attempt(async () => {
          const at = { sessionId, through: seq, after: seq - 1, limit: 1 }
          const [message] = (await api.call('messages.list', at)).messages
          if (message === undefined) return
          const { conversations, messages } = get().chat
          const isHere = conversations[sessionId]?.messageIds.some(
            (id) => messages[id]?.seq === seq,
          )
          if (isHere !== true) await get().showVersion(sessionId, seq)
          await get().jumpTo({ sessionId, messageId: message.id, seq, words: [] })
        })
      },
      writeNote: (sessionId, text, note) =>
        attempt(async () => {
          const change = note && { noteId: note.id, version: note.version }
          const { notes } = await api.call('notes.write', { sessionId, text, ...change })
          apply(sessionId, notes)
        }),
      removeNote: async (sessionId, { id: noteId }) => {
        await attempt(async () => {
          const { notes } = await api.call('notes.remove', { sessionId, noteId })
          apply(sessionId, notes)
          const restore = async () => {
            const answer = await api.call('notes.restore', { sessionId, noteId })
            apply(sessionId, answer.notes)
          }
          get().toast({
            text: 'The note was taken away.',
            action: { label: 'Undo', run: () => void attempt(restore) },
          })
        })
      },
      summarise: async (sessionId, throughSeq) => {
        const through = throughSeq > 0 ? { throughSeq } : {}
        await attempt(async () => {
          await api.call('notes.summarise', { sessionId, ...through })
        })
      },
      stopSummary: async (sessionId) => {
        await attempt(async () => {
          await api.call('notes.stop', { sessionId })
        })
      },
      startFresh: async (from, notes) => {
        const botId = get().sessions[from]?.botId
        if (botId === undefined) return
        await attempt(async () => {
          const { session } = await api.call('sessions.create', { botId })
          const sessionId = session.id
          for (const { text } of notes) await api.call('notes.write', { sessionId, text })
          set((state) => ({
            sessions: { ...state.sessions, [sessionId]: session },
            memoryOf: null,
          }))
          get().selectSession(sessionId)
        })
      },
    }
  }
