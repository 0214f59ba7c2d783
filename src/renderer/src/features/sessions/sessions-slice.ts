import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { BotId, FolderId, SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import { messageOf } from '../../ui/message-of'
import type { AppState } from '../../store/use-app'
import { allSessions } from './all-sessions'
import { filterOf, listKeyOf } from './list-place'
import type { ListScope } from './list-place'
import { currentOf } from './organise-slice'
import { isUnread, loadReadMarks, saveReadMarks, withRead } from './read-marks'
import type { ReadMarks } from './read-marks'

/** How much of a list of sessions is here. */
export interface SessionList {
  readonly status: 'loading' | 'ready' | 'failed'
  readonly error: string | null
  readonly hasMore: boolean
  /** The last one of the newest page: what comes before it is asked for next. */
  readonly cursor: { readonly updatedAt: number; readonly id: SessionId } | null
}

export interface SessionsSlice {
  readonly sessions: Readonly<Record<SessionId, Session>>
  /** By the names of `listKeyOf`. */
  readonly sessionLists: Readonly<Record<string, SessionList>>
  readonly readMarks: ReadMarks
  /** The sessions that their bots' models are naming now. */
  readonly naming: readonly SessionId[]
  /** Reads a list from its beginning to its end, page by page, unless that is done or under way. */
  readonly loadSessions: (scope: ListScope) => Promise<void>
  /** Goes on with a list that is not here as a whole, also after a failure. */
  readonly loadMoreSessions: (scope: ListScope) => Promise<void>
  /** Takes sessions as the controller tells them. */
  readonly keepSessions: (sessions: readonly Session[]) => void
  /** A session that may be older than the lists reach; null where there is none. */
  readonly findSession: (sessionId: SessionId) => Promise<Session | null>
  /** Begins a session with a bot and shows it. Rejects with `AppError`. */
  readonly createSession: (botId: BotId) => Promise<SessionId>
  readonly renameSession: (sessionId: SessionId, title: string) => Promise<void>
  /** Lets the bot's model name it; its old title can be had back. */
  readonly suggestTitle: (sessionId: SessionId) => Promise<void>
  readonly stopNaming: (sessionId: SessionId) => Promise<void>
  /** From the first visit on, what is said is new; what was said before is not. */
  readonly noteReadBaseline: () => void
  /** Marks the session in view as read, where it is in view. */
  readonly markSelectedRead: () => void
  readonly isUnread: (session: Session) => boolean
  /** How many sessions have something new, by bot; the same object while nothing changes. */
  readonly unreadCounts: () => Readonly<Record<BotId, number>>
  readonly isFolderUnread: (folderId: FolderId) => boolean
}

const PAGE = 100
/** A list goes on by itself up to so many; beyond, whoever scrolls there asks for more. */
const MOST_AT_ONCE = 20_000

type Reading = Pick<SessionsSlice, 'sessions' | 'readMarks'>

interface Unread {
  readonly byBot: Readonly<Record<BotId, number>>
  readonly folders: ReadonlySet<FolderId>
}

function unreadIn({ sessions, readMarks }: Reading): Unread {
  const byBot: Record<BotId, number> = {}
  const folders = new Set<FolderId>()
  for (const session of allSessions(sessions)) {
    if (!isUnread(readMarks, session)) continue
    byBot[session.botId] = (byBot[session.botId] ?? 0) + 1
    if (session.folderId !== null) folders.add(session.folderId)
  }
  return { byBot, folders }
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
    const setList = (key: string, list: SessionList) =>
      set((state) => ({ sessionLists: { ...state.sessionLists, [key]: list } }))
    const setMarks = (readMarks: ReadMarks) => {
      if (readMarks === get().readMarks) return
      saveReadMarks(readMarks)
      set({ readMarks })
    }

    /** Answers whether there is more. */
    const loadPage = async (scope: ListScope, cursor: SessionList['cursor']): Promise<boolean> => {
      const key = listKeyOf(scope)
      setList(key, { status: 'loading', error: null, hasMore: false, cursor })
      const round = get().sessionLists
      try {
        const page = await api.call('sessions.list', {
          ...filterOf(scope),
          limit: PAGE,
          ...(cursor === null ? {} : { before: cursor }),
        })
        // The overview was read anew meanwhile, and this list begins anew with it.
        if (get().sessionLists[key] !== round[key]) return false
        const last = page.sessions.at(-1)
        keep(page.sessions)
        set({ readMarks: withRead(get().readMarks, page.readMarks) })
        setList(key, {
          status: 'ready',
          error: null,
          hasMore: page.hasMore,
          cursor: last === undefined ? cursor : { updatedAt: last.updatedAt, id: last.id },
        })
        get().settleSelection()
        return page.hasMore
      } catch (error) {
        setList(key, { status: 'failed', error: messageOf(error), hasMore: true, cursor })
        return false
      }
    }

    /** Page by page to its end: keys, selection and type-ahead go over the whole list. */
    const loadAll = async (scope: ListScope) => {
      const key = listKeyOf(scope)
      for (let loaded = 0; loaded < MOST_AT_ONCE; loaded += PAGE) {
        const list = get().sessionLists[key]
        if (list?.status === 'loading') return
        if (!(await loadPage(scope, list?.cursor ?? null))) return
        await untilIdle()
      }
    }

    const countUnread = rememberLast(unreadIn)

    return {
      sessions: {},
      sessionLists: {},
      readMarks: loadReadMarks(),
      naming: [],
      loadSessions: async (scope) => {
        if (get().sessionLists[listKeyOf(scope)] === undefined) await loadAll(scope)
      },
      loadMoreSessions: loadAll,
      keepSessions: keep,
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
        const rename = async (version: number) => {
          const { session } = await api.call('sessions.rename', { sessionId, title, version })
          keep([session])
        }
        await rename(before.version).catch(async (error: unknown) => {
          // In the shape in which the command answers it.
          const current = currentOf(error) as Session | null
          keep([current ?? before])
          if (current === null) get().toastError(error)
          // Somebody moved or tagged it, which is no reason to ask.
          else if (current.title === before.title)
            await rename(current.version).catch(get().toastError)
          else
            get().toast({
              text: `Somebody named this conversation “${current.title}” meanwhile.`,
              action: {
                label: `Use “${title}”`,
                run: () => void rename(current.version).catch(get().toastError),
              },
            })
        })
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
      noteReadBaseline: () => {
        const { readMarks, clockOffsetMs } = get()
        if (readMarks.since === null) setMarks({ ...readMarks, since: Date.now() + clockOffsetMs })
      },
      markSelectedRead: () => {
        const { selectedSessionId, sessions, readMarks } = get()
        const session = selectedSessionId === null ? undefined : sessions[selectedSessionId]
        if (session === undefined || document.hidden) return
        const mark = { sessionId: session.id, seq: session.lastSeq }
        const read = withRead(readMarks, [mark])
        if (read === readMarks) return
        setMarks(read)
        // Where it cannot be told now, the next message that is read tells it.
        api.call('sessions.markRead', mark).catch(() => undefined)
      },
      isUnread: (session) => isUnread(get().readMarks, session),
      unreadCounts: () => countUnread(get()).byBot,
      isFolderUnread: (folderId) => countUnread(get()).folders.has(folderId),
    }
  }

/** Lets what is under way have its frame. */
function untilIdle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0)
  })
}
