import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { Folder } from '@shared/model/folder'
import type { BotId, FolderId, SessionId } from '@shared/model/ids'
import type { ReadMark, Session } from '@shared/model/session'
import { messageOf } from '../../ui/message-of'
import type { AppState } from '../../store/use-app'
import { isUnread, loadReadMarks, saveReadMarks, withRead } from './read-marks'
import type { ReadMarks } from './read-marks'

/** How much of a bot's list of sessions is here. */
export interface SessionList {
  readonly status: 'loading' | 'ready' | 'failed'
  readonly error: string | null
  readonly hasMore: boolean
  /** The last one of the newest page: what comes before it is asked for next. */
  readonly cursor: { readonly updatedAt: number; readonly id: SessionId } | null
}

export interface SessionsSlice {
  readonly sessions: Readonly<Record<SessionId, Session>>
  readonly sessionLists: Readonly<Record<BotId, SessionList>>
  readonly folders: Readonly<Record<FolderId, Folder>>
  /** Grows when what is in the bin changed. */
  readonly binVersion: number
  readonly readMarks: ReadMarks
  /** The sessions that their bots' models are naming now. */
  readonly naming: readonly SessionId[]
  /** Reads a bot's newest sessions, unless that is done or under way. */
  readonly loadSessions: (botId: BotId) => Promise<void>
  /** Reads the next page of a bot's sessions, or the first again after a failure. */
  readonly loadMoreSessions: (botId: BotId) => Promise<void>
  /** A session that may be older than the lists reach; null where there is none. */
  readonly findSession: (sessionId: SessionId) => Promise<Session | null>
  /** Begins a session with a bot and shows it. Rejects with `AppError`. */
  readonly createSession: (botId: BotId) => Promise<SessionId>
  readonly renameSession: (sessionId: SessionId, title: string) => Promise<void>
  /** Lets the bot's model name it; its old title can be had back. */
  readonly suggestTitle: (sessionId: SessionId) => Promise<void>
  readonly stopNaming: (sessionId: SessionId) => Promise<void>
  readonly deleteSession: (sessionId: SessionId) => Promise<void>
  /** From the first visit on, what is said is new; what was said before is not. */
  readonly noteReadBaseline: () => void
  /** Marks the session in view as read, where it is in view. */
  readonly markSelectedRead: () => void
  readonly isUnread: (session: Session) => boolean
  /** How many sessions have something new, by bot; the same object while nothing changes. */
  readonly unreadCounts: () => Readonly<Record<BotId, number>>
}

const PAGE = 50

type Reading = Pick<SessionsSlice, 'sessions' | 'readMarks'>

function unreadByBot({ sessions, readMarks }: Reading): Readonly<Record<BotId, number>> {
  const counts: Record<BotId, number> = {}
  for (const session of Object.values(sessions)) {
    if (isUnread(readMarks, session)) counts[session.botId] = (counts[session.botId] ?? 0) + 1
  }
  return counts
}

/** Counts again only where sessions or marks changed: selectors ask at every change of the state. */
function rememberLast<T>(count: (reading: Reading) => T): (reading: Reading) => T {
  let last: { readonly reading: Reading; readonly result: T } | null = null
  return ({ sessions, readMarks }) => {
    if (last?.reading.sessions !== sessions || last.reading.readMarks !== readMarks) {
      const reading = { sessions, readMarks }
      last = { reading, result: count(reading) }
    }
    return last.result
  }
}

export const createSessionsSlice =
  (api: ApiClient): StateCreator<AppState, [], [], SessionsSlice> =>
  (set, get) => {
    const keep = (sessions: readonly Session[]) =>
      set((state) => ({
        sessions: {
          ...state.sessions,
          ...Object.fromEntries(sessions.map((session) => [session.id, session])),
        },
      }))
    const setList = (botId: BotId, list: SessionList) =>
      set((state) => ({ sessionLists: { ...state.sessionLists, [botId]: list } }))
    const setMarks = (readMarks: ReadMarks) => {
      if (readMarks === get().readMarks) return
      saveReadMarks(readMarks)
      set({ readMarks })
    }

    const takeMarks = (marks: readonly ReadMark[]) =>
      setMarks(
        marks.reduce(
          (known, { sessionId, seq }) => withRead(known, sessionId, seq),
          get().readMarks,
        ),
      )

    const loadPage = async (botId: BotId, cursor: SessionList['cursor']) => {
      setList(botId, { status: 'loading', error: null, hasMore: false, cursor })
      try {
        const page = await api.call('sessions.list', {
          botId,
          limit: PAGE,
          ...(cursor === null ? {} : { before: cursor }),
        })
        const last = page.sessions.at(-1)
        keep(page.sessions)
        takeMarks(page.readMarks)
        setList(botId, {
          status: 'ready',
          error: null,
          hasMore: page.hasMore,
          cursor: last === undefined ? cursor : { updatedAt: last.updatedAt, id: last.id },
        })
        get().settleSelection()
      } catch (error) {
        setList(botId, { status: 'failed', error: messageOf(error), hasMore: true, cursor })
      }
    }

    const countUnread = rememberLast(unreadByBot)
    const restoreSession = async (sessionId: SessionId) => {
      try {
        const { session } = await api.call('sessions.restore', { sessionId })
        keep([session])
        get().selectSession(sessionId)
      } catch (error) {
        get().toastError(error)
      }
    }

    return {
      sessions: {},
      sessionLists: {},
      folders: {},
      binVersion: 0,
      readMarks: loadReadMarks(),
      naming: [],
      loadSessions: async (botId) => {
        if (get().sessionLists[botId] === undefined) await loadPage(botId, null)
      },
      loadMoreSessions: async (botId) => {
        const list = get().sessionLists[botId]
        if (list?.status === 'loading') return
        await loadPage(botId, list?.cursor ?? null)
      },
      findSession: async (sessionId) => {
        const known = get().sessions[sessionId]
        if (known !== undefined) return known
        try {
          const { session } = await api.call('sessions.get', { sessionId })
          keep([session])
          return session
        } catch {
          return null
        }
      },
      createSession: async (botId) => {
        const { session } = await api.call('sessions.create', { botId })
        keep([session])
        get().selectSession(session.id)
        return session.id
      },
      renameSession: async (sessionId, title) => {
        const before = get().sessions[sessionId]
        if (before === undefined || title === '' || title === before.title) return
        keep([{ ...before, title }])
        try {
          const { session } = await api.call('sessions.rename', { sessionId, title })
          keep([session])
        } catch (error) {
          keep([before])
          get().toastError(error)
        }
      },
      suggestTitle: async (sessionId) => {
        const before = get().sessions[sessionId]?.title ?? ''
        try {
          const { session } = await api.call('sessions.suggestTitle', { sessionId })
          keep([session])
          get().toast({
            text: `Named “${session.title}”.`,
            action: { label: 'Undo', run: () => void get().renameSession(sessionId, before) },
          })
        } catch (error) {
          get().toastError(error)
        }
      },
      stopNaming: async (sessionId) => {
        await api.call('sessions.stopNaming', { sessionId }).catch(get().toastError)
      },
      deleteSession: async (sessionId) => {
        const title = get().sessions[sessionId]?.title ?? ''
        try {
          await api.call('sessions.delete', { sessionId })
          const what = title === '' ? 'The conversation' : `“${title}”`
          get().toast({
            text: `${what} was deleted.`,
            action: { label: 'Undo', run: () => void restoreSession(sessionId) },
          })
        } catch (error) {
          get().toastError(error)
        }
      },
      noteReadBaseline: () => {
        const { readMarks, clockOffsetMs } = get()
        if (readMarks.since === null) setMarks({ ...readMarks, since: Date.now() + clockOffsetMs })
      },
      markSelectedRead: () => {
        const { selectedSessionId, sessions, readMarks } = get()
        const session = selectedSessionId === null ? undefined : sessions[selectedSessionId]
        if (session === undefined || document.hidden) return
        const read = withRead(readMarks, session.id, session.lastSeq)
        if (read === readMarks) return
        setMarks(read)
        const mark = { sessionId: session.id, seq: session.lastSeq }
        // Where it cannot be told now, the next message that is read tells it.
        api.call('sessions.markRead', mark).catch(() => undefined)
      },
      isUnread: (session) => isUnread(get().readMarks, session),
      unreadCounts: () => countUnread(get()),
    }
  }
