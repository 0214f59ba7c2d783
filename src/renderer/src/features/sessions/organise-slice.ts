import type { StateCreator } from 'zustand/vanilla'
import { AppError } from '@shared/contract/app-error'
import type { ApiClient } from '@shared/contract/client'
import type { CommandRequest } from '@shared/contract/commands'
import type { Folder } from '@shared/model/folder'
import type { FolderId, SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import type { Tag } from '@shared/model/tag'
import type { AppState } from '../../store/use-app'
import type { ListPlace } from './list-place'
import { inverseOf } from './inverse-of'

export type OrganiseChanges = Omit<CommandRequest<'sessions.organise'>, 'sessionIds'>

export interface OrganiseSlice {
  readonly folders: Readonly<Record<FolderId, Folder>>
  /** Grows when what is in the bin changed. */
  readonly binVersion: number
  readonly listPlace: ListPlace
  /** Only what has this tag is listed. */
  readonly listTag: Tag | null
  /** Whether rows are chosen instead of opened. */
  readonly selecting: boolean
  readonly checked: ReadonlySet<SessionId>
  readonly showList: (place: ListPlace) => void
  readonly filterByTag: (tag: Tag | null) => void
  /** Begins choosing rows, with these. */
  readonly check: (sessionIds: Iterable<SessionId>) => void
  readonly toggleChecked: (sessionId: SessionId) => void
  readonly stopSelecting: () => void
  /** Changes many at once. `done` says so, in the past tense, beside the way back. */
  readonly organise: (
    sessionIds: readonly SessionId[],
    changes: OrganiseChanges,
    done: string,
  ) => Promise<void>
  readonly deleteSessions: (sessionIds: readonly SessionId[]) => Promise<void>
  readonly restoreSessions: (sessionIds: readonly SessionId[]) => Promise<readonly Session[]>
  /** Answers its id; null where it was refused, which was said. */
  readonly createFolder: (name: string) => Promise<FolderId | null>
  readonly renameFolder: (folderId: FolderId, name: string) => Promise<void>
  readonly deleteFolder: (folderId: FolderId) => Promise<void>
  readonly purgeSessions: (sessionIds: readonly SessionId[]) => Promise<void>
  readonly emptyBin: () => Promise<void>
}

/** As in `shared/model/session.ts`: so many one command takes. */
export const MAX_SESSIONS_AT_ONCE = 1_000

const NOTHING: ReadonlySet<SessionId> = new Set()

/** “The conversation”, or how many. */
export function countOf(sessionIds: readonly SessionId[]): string {
  return sessionIds.length === 1 ? 'The conversation' : `${sessionIds.length} conversations`
}

function* inParts(sessionIds: readonly SessionId[]): Generator<SessionId[]> {
  for (let from = 0; from < sessionIds.length; from += MAX_SESSIONS_AT_ONCE)
    yield sessionIds.slice(from, from + MAX_SESSIONS_AT_ONCE)
}

export const createOrganiseSlice =
  (api: ApiClient): StateCreator<AppState, [], [], OrganiseSlice> =>
  (set, get) => {
    const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
      try {
        return await work()
      } catch (error) {
        get().toastError(error)
        return null
      }
    }
    const change = async (sessionIds: readonly SessionId[], changes: OrganiseChanges) => {
      for (const part of inParts(sessionIds)) {
        const { sessions } = await api.call('sessions.organise', { sessionIds: part, ...changes })
        get().keepSessions(sessions)
      }
    }
    const undo = async (before: readonly Session[], changes: OrganiseChanges) => {
      await attempt(async () => {
        for (const { sessionIds, ...back } of inverseOf(before, changes))
          await change(sessionIds, back)
      })
    }
    const leaveFolder = (folderId: FolderId) => {
      const { listPlace } = get()
      if (listPlace.kind === 'folder' && listPlace.folderId === folderId)
        get().showList({ kind: 'bot' })
    }
    const keepFolder = (folder: Folder) =>
      set((state) => ({ folders: { ...state.folders, [folder.id]: folder } }))

    return {
      folders: {},
      binVersion: 0,
      listPlace: { kind: 'bot' },
      listTag: null,
      selecting: false,
      checked: NOTHING,
      showList: (listPlace) =>
        set({ listPlace, listTag: null, selecting: false, checked: NOTHING }),
      filterByTag: (listTag) => set({ listTag }),
      check: (sessionIds) => set({ selecting: true, checked: new Set(sessionIds) }),
      toggleChecked: (sessionId) =>
        set((state) => {
          const checked = new Set(state.checked)
          if (!checked.delete(sessionId)) checked.add(sessionId)
          return { selecting: true, checked }
        }),
      stopSelecting: () => set({ selecting: false, checked: NOTHING }),
      organise: async (sessionIds, changes, done) => {
        const { sessions } = get()
        const before = sessionIds.flatMap((sessionId) => sessions[sessionId] ?? [])
        await attempt(async () => {
          await change(sessionIds, changes)
          get().stopSelecting()
          get().toast({
            text: done,
            action: { label: 'Undo', run: () => void undo(before, changes) },
          })
        })
      },
      deleteSessions: async (sessionIds) => {
        const title = get().sessions[sessionIds[0] ?? '']?.title ?? ''
        const deleted: SessionId[] = []
        await attempt(async () => {
          for (const part of inParts(sessionIds))
            deleted.push(
              ...(await api.call('sessions.deleteMany', { sessionIds: part })).sessionIds,
            )
        })
        if (deleted.length === 0) return
        get().stopSelecting()
        const named = deleted.length === 1 && title !== '' ? `“${title}”` : countOf(deleted)
        get().toast({
          text: `${named} ${deleted.length === 1 ? 'was' : 'were'} deleted.`,
          action: {
            label: 'Undo',
            run: () =>
              void get()
                .restoreSessions(deleted)
                .then(([first]) => {
                  if (deleted.length === 1 && first !== undefined) get().selectSession(first.id)
                }),
          },
        })
      },
      restoreSessions: async (sessionIds) => {
        const restored: Session[] = []
        await attempt(async () => {
          for (const part of inParts(sessionIds))
            restored.push(
              ...(await api.call('sessions.restoreMany', { sessionIds: part })).sessions,
            )
        })
        get().keepSessions(restored)
        return restored
      },
      createFolder: async (name) => {
        const made = await attempt(() => api.call('folders.create', { name }))
        if (made === null) return null
        keepFolder(made.folder)
        return made.folder.id
      },
      renameFolder: async (folderId, name) => {
        const before = get().folders[folderId]
        if (before === undefined || name === before.name) return
        const rename = (version: number) =>
          api.call('folders.rename', { folderId, name, version }).then(({ folder }) => {
            keepFolder(folder)
          })
        try {
          await rename(before.version)
        } catch (error) {
          // In the shape in which the command answers it.
          const current = currentOf(error) as Folder | null
          if (current === null) {
            get().toastError(error)
            return
          }
          keepFolder(current)
          get().toast({
            text: `Somebody named this folder “${current.name}” meanwhile.`,
            action: {
              label: `Use “${name}”`,
              run: () => void attempt(() => rename(current.version)),
            },
          })
        }
      },
      deleteFolder: async (folderId) => {
        const name = get().folders[folderId]?.name ?? ''
        await attempt(async () => {
          await api.call('folders.delete', { folderId })
          leaveFolder(folderId)
          get().toast({
            text: `The folder “${name}” was deleted. What was in it stays.`,
            action: {
              label: 'Undo',
              run: () => void attempt(() => api.call('folders.restore', { folderId })),
            },
          })
        })
      },
      purgeSessions: async (sessionIds) => {
        await attempt(async () => {
          for (const part of inParts(sessionIds)) await api.call('bin.purge', { sessionIds: part })
          get().toast({ text: `${countOf(sessionIds)} deleted for good.` })
        })
      },
      emptyBin: async () => {
        await attempt(async () => {
          await api.call('bin.empty', {})
          get().toast({ text: 'The bin is empty.' })
        })
      },
    }
  }

/** What a refusal says is there now, where somebody else was quicker; null for any other refusal. */
export function currentOf(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'conflict') return null
  return error.current ?? null
}
