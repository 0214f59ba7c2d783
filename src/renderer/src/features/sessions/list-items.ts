import type { Folder } from '@shared/model/folder'
import type { FolderId, SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import type { Tag } from '@shared/model/tag'
import { LOCALE } from '../../ui/locale'
import { groupByDay, newestFirst } from './group-by-day'
import { isIn } from './list-place'
import type { ListScope } from './list-place'

/** A row of the list. `key` is unique in it and stays with what it stands for. */
export type ListItem =
  | { readonly kind: 'heading'; readonly key: string; readonly label: string }
  | { readonly kind: 'folder'; readonly key: FolderId }
  | { readonly kind: 'session'; readonly key: SessionId; readonly session: Session }

export interface ListContent {
  readonly sessions: readonly Session[]
  readonly folders: readonly Folder[]
  readonly scope: ListScope
  readonly tag: Tag | null
  readonly now: number
}

/** Rows from top to bottom: what is pinned, in a bot's list the folders, then the days. */
export function listItems({ sessions, folders, scope, tag, now }: ListContent): ListItem[] {
  const shown = sessions.filter(
    (session) => isIn(session, scope) && (tag === null || session.tags.includes(tag)),
  )
  const pinned = shown.filter((session) => session.pinned).toSorted(newestFirst)
  const places = scope.kind === 'bot' && tag === null ? folders : []
  const known = new Set(places.map(({ id }) => id))
  // What is put in a folder is found there, unless it is looked for by its tag.
  const loose = shown.filter(
    ({ pinned, folderId }) => !pinned && (folderId === null || !known.has(folderId)),
  )
  return [
    ...headed('Pinned', pinned.map(toItem)),
    ...headed('Folders', inOrder(places)),
    ...groupByDay(loose, now).flatMap(({ label, sessions: ofDay }) =>
      headed(label, ofDay.map(toItem)),
    ),
  ]
}

export function inAlphabet(folders: readonly Folder[]): Folder[] {
  return folders.toSorted((a, b) => a.name.localeCompare(b.name, LOCALE) || (a.id < b.id ? -1 : 1))
}

function inOrder(folders: readonly Folder[]): ListItem[] {
  return inAlphabet(folders).map(({ id }) => ({ kind: 'folder', key: id }))
}

function headed(label: string, items: readonly ListItem[]): ListItem[] {
  return items.length === 0 ? [] : [{ kind: 'heading', key: `heading ${label}`, label }, ...items]
}

function toItem(session: Session): ListItem {
  return { kind: 'session', key: session.id, session }
}
