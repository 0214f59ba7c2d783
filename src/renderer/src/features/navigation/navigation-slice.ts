import type { StateCreator } from 'zustand/vanilla'
import type { BotId, MessageId, SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import type { ExportScope } from '@shared/model/transfer'
import type { AppState } from '../../store/use-app'
import type { Place } from './place'

export type BotDialogMode =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit'; readonly botId: BotId }
  | { readonly kind: 'duplicate'; readonly botId: BotId }

export const SETTINGS_SECTIONS = [
  'ollama',
  'servers',
  'tools',
  'defaults',
  'conversations',
  'appearance',
  'server',
  'people',
  'devices',
  'tokens',
  'limits',
  'commands',
  'data',
] as const
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

export type OrganiseTask =
  | { readonly kind: 'filter' }
  | { readonly kind: 'move' | 'tags'; readonly sessionIds: readonly SessionId[] }
  | { readonly kind: 'share'; readonly sessionId: SessionId }
  | { readonly kind: 'purge'; readonly sessionIds: readonly SessionId[] | 'all' }

export type OpenDialog =
  | { readonly kind: 'bot'; readonly mode: BotDialogMode }
  | { readonly kind: 'settings'; readonly section: SettingsSection }
  | { readonly kind: 'search' }
  | { readonly kind: 'export'; readonly scope: ExportScope }
  | { readonly kind: 'organise'; readonly task: OrganiseTask }
  | { readonly kind: 'import'; readonly importId: string | null }
  | { readonly kind: 'shortcuts' }

export interface MessagePlace {
  readonly botId: BotId
  readonly sessionId: SessionId
  readonly messageId: MessageId
  readonly seq: number
  readonly words: readonly string[]
}

export interface NavigationSlice {
  readonly page: Place['page']
  /** The operation shown on the API page. */
  readonly operation: string | null
  readonly selectedBotId: BotId | null
  readonly selectedSessionId: SessionId | null
  /** Where each bot was left, to come back to. */
  readonly lastSessionByBot: Readonly<Record<BotId, SessionId>>
  /** Where the address leads, until the overview is here to go there. */
  readonly wantedPlace: Place | null
  readonly drawerOpen: boolean
  readonly panelOpen: boolean
  readonly dialog: OpenDialog | null
  /** Shows a bot, at the conversation where it was left. */
  readonly selectBot: (botId: BotId) => void
  readonly selectSession: (sessionId: SessionId) => void
  /** Shows a fresh conversation with the selected bot: an empty one it has, or a new one. */
  readonly startNewSession: () => Promise<void>
  /** Goes where an address leads. */
  readonly navigate: (place: Place) => void
  /** Keeps the selection on something that exists. */
  readonly settleSelection: () => void
  readonly setDrawerOpen: (open: boolean) => void
  readonly setPanelOpen: (open: boolean) => void
  readonly openBotDialog: (mode: BotDialogMode) => void
  readonly openSettings: (section?: SettingsSection) => void
  readonly openSearch: () => void
  /** Goes to a message, wherever in its session it is. `words` are marked in it. */
  readonly openMessage: (place: MessagePlace) => Promise<void>
  readonly openExport: (scope: ExportScope) => void
  /** Null: one that begins with choosing a file. */
  readonly openImport: (importId: string | null) => void
  readonly openShortcuts: () => void
  readonly openOrganising: (task: OrganiseTask) => void
  readonly closeDialog: () => void
}

type Sessions = Readonly<Record<SessionId, Session>>

function newestFirst(a: Session, b: Session): number {
  return b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1)
}

function newestSession(sessions: Sessions, botId: BotId): Session | null {
  return (
    Object.values(sessions)
      .filter((session) => session.botId === botId && !session.archived)
      .toSorted(newestFirst)[0] ?? null
  )
}

/** The conversation used last, of a bot that still exists; else the first bot. */
function startingPlace({ sessions, bots, botIds }: AppState): {
  botId: BotId | null
  sessionId: SessionId | null
} {
  const latest = Object.values(sessions)
    .filter((session) => bots[session.botId] !== undefined && !session.archived)
    .toSorted(newestFirst)[0]
  if (latest !== undefined) return { botId: latest.botId, sessionId: latest.id }
  return { botId: botIds[0] ?? null, sessionId: null }
}

export const createNavigationSlice =
  (): StateCreator<AppState, [], [], NavigationSlice> => (set, get) => {
    const show = (botId: BotId | null, sessionId: SessionId | null) => {
      const before = get().selectedSessionId
      set((state) => ({
        page: 'conversation',
        selectedBotId: botId,
        selectedSessionId: sessionId,
        lastSessionByBot:
          botId === null || sessionId === null
            ? state.lastSessionByBot
            : { ...state.lastSessionByBot, [botId]: sessionId },
      }))
      if (before !== sessionId) void get().openSession(sessionId)
      if (botId !== null) void get().loadSessions({ kind: 'bot', botId })
      get().markSelectedRead()
    }

    const showBot = (botId: BotId) => {
      const { lastSessionByBot, sessions } = get()
      const last = sessions[lastSessionByBot[botId] ?? '']
      show(botId, (last ?? newestSession(sessions, botId))?.id ?? null)
    }

    /** Goes to a session that may be older than what is known, or gone. */
    const showSession = async (botId: BotId, sessionId: SessionId) => {
      const session = await get().findSession(sessionId)
      if (session?.botId === botId) show(botId, sessionId)
      else showBot(botId)
    }

    const go = (place: Place) => {
      if (place.page === 'api') {
        set({ page: 'api', operation: place.operation })
        if (get().selectedBotId === null) settle('api')
        return
      }
      if (place.page === 'models') {
        set({ page: 'models', dialog: null, drawerOpen: false, panelOpen: false })
        if (get().selectedBotId === null) settle('models')
        return
      }
      const { botId, sessionId } = place
      if (botId === null || get().bots[botId] === undefined) settle('conversation')
      else if (sessionId === null) showBot(botId)
      else void showSession(botId, sessionId)
    }

    const settle = (page: NavigationSlice['page']) => {
      const state = get()
      const { selectedBotId: botId, selectedSessionId: sessionId } = state
      if (botId === null || state.bots[botId] === undefined) {
        const start = startingPlace(state)
        show(start.botId, start.sessionId)
      } else if (sessionId === null) {
        showBot(botId)
      } else if (state.sessions[sessionId] === undefined) {
        void showSession(botId, sessionId)
      } else {
        void state.loadSessions({ kind: 'bot', botId })
      }
      set({ page })
    }

    return {
      page: 'conversation',
      operation: null,
      selectedBotId: null,
      selectedSessionId: null,
      lastSessionByBot: {},
      wantedPlace: null,
      drawerOpen: false,
      panelOpen: false,
      dialog: null,
      selectBot: (botId) => {
        set({ drawerOpen: false })
        get().showList({ kind: 'bot' })
        showBot(botId)
      },
      selectSession: (sessionId) => {
        const session = get().sessions[sessionId]
        if (session === undefined) return
        set({ drawerOpen: false })
        show(session.botId, sessionId)
      },
      startNewSession: async () => {
        const { selectedBotId: botId, sessions, chat } = get()
        if (botId === null) return
        // The list is told of a message a moment after the conversation is: both must know of none.
        const empty = Object.values(sessions).find(
          ({ id, botId: of, lastSeq, title, archived }) =>
            of === botId &&
            lastSeq === 0 &&
            title === '' &&
            !archived &&
            !hasWords(chat.conversations[id]),
        )
        get().showList({ kind: 'bot' })
        try {
          if (empty === undefined) await get().createSession(botId)
          else get().selectSession(empty.id)
        } catch (error) {
          get().toastError(error)
        }
      },
      navigate: (place) => {
        if (get().overviewStatus === 'ready') go(place)
        else set({ wantedPlace: place, page: place.page })
      },
      settleSelection: () => {
        const { wantedPlace, overviewStatus, page } = get()
        if (overviewStatus !== 'ready') return
        if (wantedPlace === null) {
          settle(page)
          return
        }
        set({ wantedPlace: null })
        go(wantedPlace)
      },
      setDrawerOpen: (drawerOpen) => set({ drawerOpen }),
      setPanelOpen: (panelOpen) => set({ panelOpen }),
      openBotDialog: (mode) => set({ dialog: { kind: 'bot', mode }, drawerOpen: false }),
      openSettings: (section = 'ollama') =>
        set({ dialog: { kind: 'settings', section }, drawerOpen: false }),
      openSearch: () => set({ dialog: { kind: 'search' }, drawerOpen: false }),
      openMessage: async ({ botId, ...place }) => {
        set({ dialog: null, drawerOpen: false })
        await showSession(botId, place.sessionId)
        if (get().selectedSessionId === place.sessionId) await get().jumpTo(place)
      },
      openImport: (importId) => set({ dialog: { kind: 'import', importId } }),
      openExport: (scope) => set({ dialog: { kind: 'export', scope } }),
      openShortcuts: () => set({ dialog: { kind: 'shortcuts' }, drawerOpen: false }),
      openOrganising: (task) => set({ dialog: { kind: 'organise', task } }),
      closeDialog: () => set({ dialog: null }),
    }
  }

/** Whether something was said in it, is being said, or is on its way. */
function hasWords(conversation: AppState['chat']['conversations'][SessionId] | undefined): boolean {
  if (conversation === undefined) return false
  const { messageIds, live, pending, queue } = conversation
  return live !== null || messageIds.length + pending.length + queue.length > 0
}
