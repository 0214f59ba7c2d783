import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { AppState } from '../../../store/use-app'

/** The draft key of another version of a message. */
export function editKeyOf(messageId: MessageId): string {
  return `edit ${messageId}`
}

export interface BranchSlice {
  /** The message being edited where it stands; one at a time. */
  readonly editingId: MessageId | null
  /** Begins with what was written of it before, or with the message itself. */
  readonly edit: (message: Message | null) => void
  /** Says another version of a message, with its pictures and in its format; what followed the first one stays in its own branch. Stops a reply being made. */
  readonly sendVersion: (sessionId: SessionId, messageId: MessageId, text: string) => Promise<void>
  /** Shows another version of a message and all that follows from it, to everybody. */
  readonly showVersion: (sessionId: SessionId, seq: number) => Promise<void>
  /** Begins a session with everything up to a message, and shows it. */
  readonly fork: (sessionId: SessionId, messageId: MessageId) => Promise<void>
}

export const createBranchSlice =
  (api: ApiClient): StateCreator<AppState, [], [], BranchSlice> =>
  (set, get) => {
    const isHere = (sessionId: SessionId, seq: number) => {
      const { conversations, messages } = get().chat
      return conversations[sessionId]?.messageIds.some((id) => messages[id]?.seq === seq) === true
    }
    const jumpToSeq = async (sessionId: SessionId, seq: number) => {
      const place = { sessionId, through: seq, after: seq - 1, limit: 1 }
      const [message] = (await api.call('messages.list', place)).messages
      if (message) await get().jumpTo({ sessionId, messageId: message.id, seq, words: [] })
    }

    return {
      editingId: null,
      edit: (message) => {
        if (message !== null) {
          const key = editKeyOf(message.id)
          if ((get().drafts[key] ?? '') === '') get().setDraft(key, message.text)
        }
        set({ editingId: message?.id ?? null })
      },
      sendVersion: async (sessionId, messageId, text) => {
        set({ editingId: null })
        const conversation = get().chat.conversations[sessionId]
        if (conversation?.live) await get().stopTurn(sessionId)
        const { attachments, askedFormat: format } = get().chat.messages[messageId]?.details ?? {}
        await get().sendMessage(sessionId, text, { replaces: messageId, attachments, format })
      },
      showVersion: async (sessionId, seq) => {
        try {
          const { session } = await api.call('sessions.switchBranch', { sessionId, seq })
          // Told at once here, however late the event comes.
          const { headSeq } = session
          get().applySessionEvents([{ event: 'branch.switched', sessionId, headSeq }])
          await get().rewatch()
          if (!isHere(sessionId, seq)) await jumpToSeq(sessionId, seq)
        } catch (error) {
          get().toastError(error)
        }
      },
      fork: async (sessionId, messageId) => {
        try {
          const { session } = await api.call('sessions.fork', { sessionId, messageId })
          set((state) => ({ sessions: { ...state.sessions, [session.id]: session } }))
          get().selectSession(session.id)
          get().toast({
            text: 'This is a copy up to that message. What is said here stays here.',
            action: { label: 'Back', run: () => get().selectSession(sessionId) },
          })
        } catch (error) {
          get().toastError(error)
        }
      },
    }
  }
