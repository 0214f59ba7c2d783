import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { FindResult } from '@shared/model/find'
import type { SessionId } from '@shared/model/ids'
import type { AppState } from '../../store/use-app'
import { messageOf } from '../../ui/message-of'

type Match = FindResult['matches'][number]

/** What is looked for in one conversation. */
export interface Find {
  readonly sessionId: SessionId
  /** As it was typed; kept when the bar is opened again. */
  readonly query: string
  /** Oldest first. Null before the first answer. */
  readonly matches: readonly Match[] | null
  readonly isExact: boolean
  /** The match that is shown. */
  readonly current: Match | null
  readonly error: string | null
  /** Grows with every wish to type into the bar. */
  readonly wishes: number
}

export interface FindSlice {
  /** Null while the bar is closed. */
  readonly find: Find | null
  /** Opens the bar over the conversation, or goes back into it; without a conversation it is the search of all. */
  readonly openFind: () => void
  readonly closeFind: () => void
  readonly setFindQuery: (query: string) => void
  /** Asks again and stays where it is: something was said since. */
  readonly refreshFind: () => Promise<void>
  /** Shows the next match down (1) or up (-1); from the last one it goes on with the first. */
  readonly stepFind: (direction: 1 | -1) => Promise<void>
  /** Looks for the same everywhere. */
  readonly searchEverywhere: () => void
}

const TYPING_PAUSE_MS = 120
const NOTHING = { matches: null, isExact: true, current: null, error: null } as const

export const createFindSlice =
  (api: ApiClient): StateCreator<AppState, [], [], FindSlice> =>
  (set, get) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    // What was typed when the bar was closed.
    let lastQuery = ''
    // The newest question; answers to others are dropped.
    let round = 0

    const change = (changes: Partial<Find>) =>
      set(({ find }) => ({ find: find && { ...find, ...changes } }))

    const show = async (match: Match) => {
      const { find } = get()
      if (find === null) return
      change({ current: match })
      await get().jumpTo({ sessionId: find.sessionId, ...match, keepsFocus: true })
      // Closed while the message was read: then nothing is to be marked.
      if (get().find === null) set({ jump: null })
    }

    const ask = async (): Promise<void> => {
      clearTimeout(timer)
      const { find } = get()
      const mine = ++round
      if (find === null || find.query.trim() === '') return
      try {
        const { sessionId, query } = find
        const { matches, isExact } = await api.call('messages.find', { sessionId, query })
        if (mine !== round) return
        const current = matches.find(({ seq }) => seq === get().find?.current?.seq) ?? null
        change({ matches, isExact, current, error: null })
      } catch (error) {
        if (mine === round) change({ error: messageOf(error), matches: null, current: null })
      }
    }

    /** Of what was found anew: what is shown already, else the newest, where most readers are. */
    const askAndShow = async () => {
      await ask()
      const { matches, current } = get().find ?? NOTHING
      const match = current ?? matches?.at(-1)
      if (match !== undefined) await show(match)
    }

    return {
      find: null,
      openFind: () => {
        const { selectedSessionId: sessionId, page, find } = get()
        if (sessionId === null || page !== 'conversation') {
          get().openSearch()
          return
        }
        const query = find?.query ?? lastQuery
        const wishes = (find?.wishes ?? 0) + 1
        if (find?.sessionId === sessionId) change({ wishes })
        else set({ find: { sessionId, query, ...NOTHING, wishes } })
        if (query !== '') void ask()
      },
      closeFind: () => {
        clearTimeout(timer)
        round += 1
        lastQuery = get().find?.query ?? lastQuery
        // With it goes what is marked.
        set({ find: null, jump: null })
      },
      setFindQuery: (query) => {
        clearTimeout(timer)
        round += 1
        if (query.trim() === '') change({ query, ...NOTHING })
        else change({ query })
        if (query.trim() !== '') timer = setTimeout(() => void askAndShow(), TYPING_PAUSE_MS)
      },
      refreshFind: ask,
      stepFind: async (direction) => {
        const { find } = get()
        // What was found may answer what was typed before.
        if (find?.matches == null) {
          await askAndShow()
          return
        }
        const match = nextOf(find.matches, find.current, direction)
        if (match !== undefined) await show(match)
      },
      searchEverywhere: () => {
        const { find } = get()
        if (find !== null && find.query.trim() !== '') get().setSearchQuery(find.query)
        get().openSearch()
      },
    }
  }

function nextOf(
  matches: readonly Match[],
  current: Match | null,
  direction: 1 | -1,
): Match | undefined {
  if (current === null) return matches.at(-1)
  const seq = current.seq
  const next =
    direction === 1
      ? matches.find((match) => match.seq > seq)
      : matches.findLast((match) => match.seq < seq)
  return next ?? matches.at(direction === 1 ? 0 : -1)
}
