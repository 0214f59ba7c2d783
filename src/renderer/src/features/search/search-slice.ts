import type { StateCreator } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import type { SearchResult } from '@shared/model/search'
import { messageOf } from '../../ui/message-of'
import type { AppState } from '../../store/use-app'

/** While somebody types, what they typed is asked for at most this often. */
const TYPING_PAUSE_MS = 150

export interface SearchSlice {
  /** As it was typed; kept while the search is closed. */
  readonly searchQuery: string
  readonly searchStatus: 'idle' | 'loading' | 'ready' | 'failed'
  /** The newest answer; kept while the next is on its way. */
  readonly searchResult: SearchResult | null
  /** What `searchResult` answers. */
  readonly searchedFor: string
  readonly searchError: string | null
  readonly setSearchQuery: (query: string) => void
  /** Asks now: what was said since may be found, and after a failure. */
  readonly searchAgain: () => Promise<void>
  readonly loadMoreFound: () => Promise<void>
  /** Goes to a message that was found. One in a version that is not shown is shown first, to everybody. */
  readonly openFound: (
    place: Parameters<AppState['openMessage']>[0],
    isVisible: boolean,
  ) => Promise<void>
}

export const createSearchSlice =
  (api: ApiClient): StateCreator<AppState, [], [], SearchSlice> =>
  (set, get) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    // The newest question; answers to others are dropped.
    let round = 0

    const ask = async (query: string, offset: number) => {
      const mine = ++round
      set({ searchStatus: 'loading', searchError: null })
      try {
        const result = await api.call('messages.search', { query, offset })
        if (mine !== round) return
        const { searchResult: before } = get()
        set({
          searchStatus: 'ready',
          searchResult: offset === 0 || before === null ? result : withMore(before, result),
          searchedFor: query,
        })
      } catch (error) {
        if (mine === round) set({ searchStatus: 'failed', searchError: messageOf(error) })
      }
    }

    return {
      searchQuery: '',
      searchStatus: 'idle',
      searchResult: null,
      searchedFor: '',
      searchError: null,
      setSearchQuery: (searchQuery) => {
        clearTimeout(timer)
        set({ searchQuery })
        if (searchQuery.trim() === '') {
          round += 1
          set({ searchStatus: 'idle', searchResult: null, searchError: null })
          return
        }
        set({ searchStatus: 'loading', searchError: null })
        timer = setTimeout(() => void ask(searchQuery, 0), TYPING_PAUSE_MS)
      },
      searchAgain: async () => {
        clearTimeout(timer)
        const { searchQuery } = get()
        if (searchQuery.trim() !== '') await ask(searchQuery, 0)
      },
      loadMoreFound: async () => {
        const { searchStatus, searchResult, searchedFor } = get()
        if (searchStatus !== 'ready' || searchResult?.hasMore !== true) return
        await ask(searchedFor, searchResult.groups.length)
      },
      openFound: async (place, isVisible) => {
        if (!isVisible) {
          try {
            const { sessionId, seq } = place
            await api.call('sessions.switchBranch', { sessionId, seq })
          } catch (error) {
            get().toastError(error)
            return
          }
        }
        await get().openMessage(place)
      },
    }
  }

/** The next page after what is there; a session that moved meanwhile is not shown twice. */
function withMore(before: SearchResult, next: SearchResult): SearchResult {
  const known = new Set(before.groups.map(({ session }) => session.id))
  const added = next.groups.filter(({ session }) => !known.has(session.id))
  return { ...next, bots: before.bots, groups: [...before.groups, ...added] }
}
