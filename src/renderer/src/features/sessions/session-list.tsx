import { useEffect, useMemo } from 'react'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useNow } from '../../ui/use-now'
import { allSessions } from './all-sessions'
import { BinList } from './bin-list'
import { ListHeader } from './list-header'
import { listItems } from './list-items'
import { listKeyOf, scopeOf } from './list-place'
import type { ListScope } from './list-place'
import { SelectionBar } from './selection-bar'
import styles from './session-list.module.css'
import { SessionRows } from './session-rows'
import { TagFilter } from './tag-filter'

/** The selected bot's conversations, or those of a folder, the archive or the bin. */
export function SessionList({ botId }: { readonly botId: BotId }) {
  const place = useApp((app) => app.listPlace)
  const name = useApp((app) => app.bots[botId]?.name ?? botId)
  const folderName = useApp((app) =>
    place.kind === 'folder' ? (app.folders[place.folderId]?.name ?? '') : '',
  )
  const selecting = useApp((app) => app.selecting)
  const labels = {
    bot: `Conversations with ${name}`,
    folder: `Conversations in ${folderName}`,
    archive: 'Archived conversations',
    bin: 'Deleted conversations',
  }
  const scope = useMemo(() => scopeOf(place, botId), [place, botId])
  return (
    <section className={styles['section']} aria-label={labels[place.kind]}>
      {selecting && scope !== null ? (
        <SelectionBar scope={scope} />
      ) : (
        <ListHeader place={place} folderName={folderName} />
      )}
      {scope === null ? (
        <BinList />
      ) : (
        <>
          <TagFilter />
          <Rows key={listKeyOf(scope)} scope={scope} />
        </>
      )}
    </section>
  )
}

const MINUTE_MS = 60_000

function Rows({ scope }: { readonly scope: ListScope }) {
  const sessions = useApp((app) => app.sessions)
  const folders = useApp((app) => app.folders)
  const tag = useApp((app) => app.listTag)
  const status = useApp((app) => app.sessionLists[listKeyOf(scope)]?.status)
  const isOnline = useApp((app) => app.overviewStatus === 'ready')
  const loadSessions = useApp((app) => app.loadSessions)
  const now = useNow(MINUTE_MS)
  const items = useMemo(
    () =>
      listItems({
        sessions: allSessions(sessions),
        folders: Object.values(folders),
        ...{ scope, tag, now },
      }),
    [sessions, folders, scope, tag, now],
  )
  useEffect(() => {
    if (isOnline && status === undefined) void loadSessions(scope)
  }, [isOnline, status, loadSessions, scope])

  if (items.length === 0 && status === 'ready') return <NothingHere scope={scope} />
  if (items.length === 0 && status !== 'failed')
    return <Skeleton rows={4} rowHeight={34} label="Reading the conversations" />
  return (
    <SessionRows items={items} ofSeveralBots={scope.kind !== 'bot'}>
      <ListEnd scope={scope} />
    </SessionRows>
  )
}

function NothingHere({ scope }: { readonly scope: ListScope }) {
  const tag = useApp((app) => app.listTag)
  if (tag !== null)
    return (
      <EmptyState title={`Nothing here has the tag “${tag}”`}>
        Take the filter off to see all.
      </EmptyState>
    )
  switch (scope.kind) {
    case 'bot':
      return <EmptyState title="No conversations yet">Write a message to begin one.</EmptyState>
    case 'folder':
      return (
        <EmptyState title="This folder is empty">
          Drag conversations onto it, or choose Move in the menu of one.
        </EmptyState>
      )
    case 'archive':
      return (
        <EmptyState title="Nothing is archived">
          Archive a conversation to take it out of your way and keep it.
        </EmptyState>
      )
  }
}

/** Below what is there: that more is coming, that it failed, or how to get it. */
function ListEnd({ scope }: { readonly scope: ListScope }) {
  const list = useApp((app) => app.sessionLists[listKeyOf(scope)])
  const loadMore = useApp((app) => app.loadMoreSessions)
  if (list?.status === 'failed') {
    return (
      <ErrorState
        message={list.error ?? ''}
        actions={
          <Button small onClick={() => void loadMore(scope)}>
            Try again
          </Button>
        }
      />
    )
  }
  if (list?.status !== 'ready' || !list.hasMore) return null
  return (
    <div className={styles['more']}>
      <Button variant="quiet" small onClick={() => void loadMore(scope)}>
        Load earlier conversations
      </Button>
    </div>
  )
}
