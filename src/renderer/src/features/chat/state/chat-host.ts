import type { ApiClient } from '@shared/contract/client'
import type { MessageId, SessionId } from '@shared/model/ids'
import type { AppState } from '../../../store/use-app'
import { NEW_SESSION_DATA, withConversation } from './chat-data'
import type { ChatData, SessionData } from './chat-data'
import { withinWindow } from './window'

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

  /** As `fold`, where messages come to a conversation: what its reader is furthest from is given back. */
  foldWithin(sessionId: SessionId, fold: (chat: ChatData) => ChatData): void {
    this.fold((chat) => withinWindow(fold(chat), sessionId, this.readAt(sessionId)))
  }

  /** The message at the top of the reader's view; null where they are at the end. */
  readAt(sessionId: SessionId): MessageId | null {
    const place = this.state().scrollPlaces.get(sessionId)
    return place?.kind === 'at' ? place.messageId : null
  }

  setDraft(key: string, text: string): void {
    this.#set(({ drafts }) => ({ drafts: { ...drafts, [key]: text } }))
  }

  isOnline(): boolean {
    return this.state().connection.status === 'online'
  }
}
