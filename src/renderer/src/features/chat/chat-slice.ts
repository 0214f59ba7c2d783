import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { SessionEvent } from '@shared/contract/events'
import type { BotId, ClientMessageId, MessageId, SessionId, TurnId } from '@shared/model/ids'
import type { Attachment } from '@shared/model/message-details'
import { newId } from '@shared/model/new-id'
import type { AppState } from '../../store/use-app'
import { askedFormatOf, textOfFormat } from '../../ui/reply-format'
import type { ScrollPlace } from './messages/scroll-place'
import { NO_CHAT_DATA } from './state/chat-data'
import type { ChatData, PendingSend } from './state/chat-data'
import { ChatHost } from './state/chat-host'
import { formatKeyOf } from './state/format-draft'
import { DraftStorage, draftKeyOf, openLocalStorage } from './state/draft-storage'
import type { Drafts } from './state/draft-storage'
import { PageLoader } from './state/page-loader'
import { openSessionStorage, PlaceStorage } from './state/place-storage'
import { Outbox } from './state/outbox'
import type { SentAlong } from './state/outbox'
import { SessionWatcher } from './state/session-watcher'
import { UnsentStorage } from './state/unsent-storage'
import { whenLaunched } from './state/when-launched'

/** A message somebody wants to see. `count` tells one wish from the next. */
export interface Jump {
  readonly sessionId: SessionId
  readonly messageId: MessageId
  readonly seq: number
  /** What to mark in it, as it is written there. */
  readonly words: readonly string[]
  /** Whether whoever asked goes on typing; otherwise the focus moves to the conversation. */
  readonly keepsFocus?: boolean
  readonly count: number
}

export interface ChatSlice {
  readonly chat: ChatData
  /** By draft key; see `draftKeyOf`. */
  readonly drafts: Drafts
  /** Where the reader of each conversation is, or was when they left. Changing it renders nothing; see `notePlace`. */
  readonly scrollPlaces: ReadonlyMap<SessionId, ScrollPlace>
  /** Where the reader asked to go last. */
  readonly jump: Jump | null
  /** Folds a batch of facts in, in one step. */
  applySessionEvents(events: readonly SessionEvent[]): void
  /** Watches a session and lets go of the one before; what is known of that one stays. */
  openSession(sessionId: SessionId | null): Promise<void>
  /** After the connection was lost: brings the open session up to date and sends what waited. */
  rewatch(): Promise<void>
  /** Says something to a bot, in the format chosen beside it; without a session one is begun first. Never rejects: what went wrong is shown. */
  say(
    botId: BotId,
    sessionId: SessionId | null,
    text: string,
    attachments?: readonly Attachment[],
  ): Promise<void>
  sendMessage(sessionId: SessionId, text: string, along?: SentAlong): Promise<void>
  /** Sends a message again that could not be sent. */
  resend(sessionId: SessionId, clientMessageId: ClientMessageId): Promise<void>
  /** Takes a message that could not be sent back to where it was written. */
  takeBack(sessionId: SessionId, clientMessageId: ClientMessageId): void
  stopTurn(sessionId: SessionId): Promise<void>
  /** Takes back a message that waits; its text returns to the composer if that is empty. */
  withdraw(sessionId: SessionId, turnId: TurnId): Promise<void>
  /**
   * Asks for another reply to a message, of this bot, with its own model or another; launches the bot before, where it is
   * not.
   */
  retry(botId: BotId, sessionId: SessionId, messageId: MessageId, model?: string): Promise<void>
  loadEarlier(sessionId: SessionId): Promise<void>
  loadLater(sessionId: SessionId): Promise<void>
  /** Shows the beginning of a conversation. */
  showOldest(sessionId: SessionId): Promise<void>
  /** Brings a message of the open session into view, wherever in it that is, and marks these words in it. */
  jumpTo(place: Omit<Jump, 'count'>): Promise<void>
  /** Shows the newest messages again, after a jump. */
  showNewest(sessionId: SessionId): Promise<void>
  setDraft(key: string, text: string): void
  notePlace(sessionId: SessionId, place: ScrollPlace): void
  /** Stores what is being written, and the reader's places; for when the page goes away. */
  saveDrafts(): void
}

export const createChatSlice =
  (api: ApiClient): StateCreator<AppState, [], [], ChatSlice> =>
  (set, get, store) => {
    const host = new ChatHost(api, get, set)
    const pages = new PageLoader(host)
    const watcher = new SessionWatcher(host, pages)
    const outbox = new Outbox(host, new UnsentStorage(openLocalStorage()))
    const places = new PlaceStorage(openSessionStorage())
    const storage = new DraftStorage(openLocalStorage())

    const setDraft = (key: string, text: string) => {
      host.setDraft(key, text)
      storage.write(key, text)
    }
    const draftAt = (key: string) => get().drafts[key] ?? ''
    const putInComposer = (
      sessionId: SessionId,
      {
        text,
        attachments = [],
        format,
      }: Pick<PendingSend, 'text' | 'attachments'> & Pick<SentAlong, 'format'>,
    ) => {
      const draft = draftAt(sessionId)
      setDraft(sessionId, [draft, text].filter((part) => part !== '').join('\n\n'))
      setDraft(formatKeyOf(sessionId), textOfFormat(format))
      get().giveBackPictures(sessionId, attachments)
    }

    /** What was typed while the session was made belongs to it. */
    const moveDraft = (from: string, to: string) => {
      get().moveAttached(from, to)
      const text = draftAt(from)
      if (text === '') return
      setDraft(to, text)
      setDraft(from, '')
    }

    /** Null where it could not be read; then that is told. */
    const readAround = async (sessionId: SessionId, seq: number) => {
      try {
        return await pages.readAround(sessionId, seq)
      } catch (error) {
        get().toastError(error)
        return null
      }
    }

    return {
      chat: { ...NO_CHAT_DATA, conversations: outbox.restore() },
      drafts: storage.read(),
      scrollPlaces: places.places,
      jump: null,
      applySessionEvents: (events) => watcher.apply(events),
      openSession: (sessionId) => {
        set({ jump: null })
        return watcher.open(sessionId)
      },
      rewatch: async () => {
        await watcher.rewatch()
        await outbox.flush()
      },
      say: async (botId, sessionId, text, attachments = []) => {
        const key = draftKeyOf(botId, sessionId)
        const chosen = draftAt(formatKeyOf(key))
        host.setDraft(key, '')
        host.setDraft(formatKeyOf(key), '')
        try {
          if (sessionId !== null && host.conversation(sessionId).hasLater)
            await get().showNewest(sessionId)
          const openId = sessionId ?? (await get().createSession(botId))
          if (openId !== sessionId) moveDraft(key, openId)
          const sending = outbox.send(openId, text, { attachments, format: askedFormatOf(chosen) })
          // Only now: a page that dies before the text lies in the outbox finds it where it was written.
          for (const kept of [key, formatKeyOf(key)]) storage.write(kept, draftAt(kept))
          await sending
        } catch (error) {
          const since = draftAt(key)
          setDraft(key, since === '' ? text : `${text}\n\n${since}`)
          setDraft(formatKeyOf(key), chosen)
          get().giveBackPictures(key, attachments)
          get().toastError(error)
        }
      },
      sendMessage: (sessionId, text, along) => outbox.send(sessionId, text, along),
      resend: (sessionId, clientMessageId) => outbox.resend(sessionId, clientMessageId),
      takeBack: (sessionId, clientMessageId) => {
        const removed = outbox.remove(sessionId, clientMessageId)
        if (removed) putInComposer(sessionId, removed)
      },
      stopTurn: async (sessionId) => {
        host.change(sessionId, () => ({ stopping: true }))
        try {
          await api.call('turns.stop', { sessionId })
        } catch (error) {
          get().toastError(error)
          host.change(sessionId, () => ({ stopping: false }))
        }
      },
      withdraw: async (sessionId, turnId) => {
        try {
          const back = await api.call('turns.withdraw', { sessionId, turnId })
          const run = () => putInComposer(sessionId, back)
          if (draftAt(sessionId) === '') run()
          else {
            const action = { label: 'Put in composer', run }
            get().toast({ text: 'The message was withdrawn.', action })
          }
        } catch (error) {
          get().toastError(error)
        }
      },
      retry: async (botId, sessionId, messageId, model) => {
        host.change(sessionId, () => ({ retrying: messageId }))
        try {
          const isReady = await whenLaunched(store, botId)
          const asked = {
            ...{ sessionId, messageId, botId, clientTurnId: newId(Date.now()) },
            headSeq: host.conversation(sessionId).lastSeq,
            ...(model === undefined ? {} : { model }),
          }
          if (isReady) await api.call('turns.retry', asked)
          else host.change(sessionId, () => ({ retrying: null }))
        } catch (error) {
          get().toastError(error)
          host.change(sessionId, () => ({ retrying: null }))
        }
      },
      loadEarlier: (sessionId) => pages.load(sessionId, 'earlier'),
      loadLater: (sessionId) => pages.load(sessionId, 'later'),
      showOldest: async (sessionId) => {
        if (!host.conversation(sessionId).hasEarlier) return
        const beginning = await readAround(sessionId, 0)
        if (beginning !== null) await pages.putAround(sessionId, beginning)
      },
      jumpTo: async ({ sessionId, messageId, seq, words, keepsFocus = false }) => {
        // Watched first: what is watched after a jump would take its place.
        await watcher.open(sessionId)
        const isHere = host.conversation(sessionId).messageIds.includes(messageId)
        const around = isHere ? null : await readAround(sessionId, seq)
        if (!isHere && around === null) return
        const rest = around === null ? null : pages.putAround(sessionId, around)
        const count = (get().jump?.count ?? 0) + 1
        set({ jump: { sessionId, messageId, seq, words, keepsFocus, count } })
        await rest
      },
      showNewest: async (sessionId) => {
        if (host.conversation(sessionId).hasLater) await watcher.showNewest(sessionId)
      },
      setDraft,
      notePlace: (sessionId, place) => places.note(sessionId, place),
      saveDrafts: () => {
        storage.flush()
        places.flush()
      },
    }
  }
