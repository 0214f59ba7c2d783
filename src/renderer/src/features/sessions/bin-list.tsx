import { RotateCcw, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CommandOutput } from '@shared/contract/commands'
import type { BinnedSession } from '@shared/model/session'
import { useApp } from '../../store/use-app'
import { BotMark } from '../../ui/bot-mark'
import { Button } from '../../ui/button'
import { classNames } from '../../ui/class-names'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { IconButton } from '../../ui/icon-button'
import rows from '../../ui/list-row.module.css'
import { messageOf } from '../../ui/message-of'
import { moveFocus } from '../../ui/move-focus'
import { RelativeTime } from '../../ui/relative-time'
import { Skeleton } from '../../ui/skeleton'
import styles from './session-list.module.css'

type Bin = CommandOutput<'bin.list'>

/** What is in the bin, read anew when that changes; `more` reads the next page. */
function useBin() {
  const call = useApp((app) => app.call)
  const version = useApp((app) => app.binVersion)
  const [bin, setBin] = useState<Bin | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    let current = true
    call('bin.list', {}).then(
      (first) => {
        if (!current) return
        setBin(first)
        setError(null)
      },
      (reason: unknown) => {
        if (current) setError(messageOf(reason))
      },
    )
    return () => {
      current = false
    }
  }, [call, version, tries])
  const more = async () => {
    const last = bin?.deleted.at(-1)
    if (last === undefined) return
    const before = { deletedAt: last.deletedAt, id: last.session.id }
    try {
      const next = await call('bin.list', { before })
      setBin((now) =>
        now?.deleted.at(-1) === last
          ? { ...next, deleted: [...now.deleted, ...next.deleted] }
          : now,
      )
    } catch (reason) {
      setError(messageOf(reason))
    }
  }
  return { bin, error, more, retry: () => setTries((count) => count + 1) }
}

/** Deleted conversations of all bots: each can be brought back, or deleted for good. */
export function BinList() {
  const { bin, error, more, retry } = useBin()
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={retry}>Try again</Button>} />
  if (bin === null) return <Skeleton rows={4} rowHeight={34} label="Reading the bin" />
  if (bin.deleted.length === 0)
    return (
      <EmptyState title="The bin is empty">
        What you delete stays here{bin.binDays === 0 ? '' : ` for ${bin.binDays} days`}.
      </EmptyState>
    )
  return (
    <div className={styles['scroll']} onKeyDown={moveFocus}>
      {bin.binDays > 0 && <p className={styles['note']}>Gone for good after {bin.binDays} days.</p>}
      <ul>
        {bin.deleted.map((binned, index) => (
          <BinRow key={binned.session.id} binned={binned} tabbable={index === 0} />
        ))}
      </ul>
      {bin.hasMore && (
        <div className={styles['more']}>
          <Button variant="quiet" small onClick={() => void more()}>
            Load more
          </Button>
        </div>
      )}
    </div>
  )
}

interface BinRowProps {
  readonly binned: BinnedSession
  readonly tabbable: boolean
}

function BinRow({ binned: { session, deletedAt }, tabbable }: BinRowProps) {
  const bot = useApp((app) => app.bots[session.botId])
  const restoreSessions = useApp((app) => app.restoreSessions)
  const openOrganising = useApp((app) => app.openOrganising)
  const toast = useApp((app) => app.toast)
  const isOwner = useApp((app) => app.role === 'owner')
  const title = session.title === '' ? 'New conversation' : session.title
  const restore = async () => {
    if ((await restoreSessions([session.id])).length > 0) toast({ text: `“${title}” is back.` })
  }
  return (
    <li className={classNames(rows['row'], styles['still'], styles['binRow'])}>
      <span className={rows['main']}>
        {bot !== undefined && <BotMark bot={bot} size="small" />}
        <span className={classNames(rows['name'], styles['name'])} dir="auto" title={title}>
          {title}
        </span>
        <RelativeTime at={deletedAt} className={styles['time']} />
      </span>
      <IconButton
        label={`Restore ${title}`}
        data-row
        tabIndex={tabbable ? 0 : -1}
        onClick={() => void restore()}
      >
        <RotateCcw size={16} aria-hidden="true" />
      </IconButton>
      {isOwner && (
        <IconButton
          label={`Delete ${title} for good`}
          onClick={() => openOrganising({ kind: 'purge', sessionIds: [session.id] })}
        >
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      )}
    </li>
  )
}
