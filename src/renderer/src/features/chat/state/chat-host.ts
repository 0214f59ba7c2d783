import type { ApiClient } from '@shared/contract/client'
import type { SessionId } from '@shared/model/ids'
import type { AppState } from '../../../store/use-app'
import { NEW_SESSION_DATA, withConversation } from './chat-data'
import type { ChatData, SessionData } from './chat-data'

/** What the parts of the chat slice work on: the controller, and the state they share. */
export class ChatHost {
  readonly api: ApiClient
  readonly state: () => AppState
  readonly #set: (change: (state: AppState) => Partial<AppState>) => void

  constructor(
    api: ApiClient,
    state: () => AppState,
    set: (change: (state: AppState) => Partial<AppState>) => void,
  ) {
    this.api = api
    this.state = state
    this.#set = set
  }

  /** What is known of a conversation; of one that was never opened, nothing. */
  conversation(sessionId: SessionId): SessionData {
    return this.state().chat.conversations[sessionId] ?? NEW_SESSION_DATA
  }

  change(sessionId: SessionId, change: (session: SessionData) => Partial<SessionData>): void {
    this.fold((chat) => withConversation(chat, sessionId, change(this.conversation(sessionId))))
  }

  fold(fold: (chat: ChatData) => ChatData): void {
    this.#set(({ chat }) => {
      const next = fold(chat)
      return next === chat ? {} : { chat: next }
    })
  }

  setDraft(key: string, text: string): void {
    this.#set(({ drafts }) => ({ drafts: { ...drafts, [key]: text } }))
  }

  isOnline(): boolean {
    return this.state().connection.status === 'online'
  }
}
