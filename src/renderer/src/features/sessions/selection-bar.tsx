import { Archive, ArchiveRestore, CheckCheck, FolderInput, Tag, Trash2, X } from 'lucide-react'
import { useApp, useAppStore } from '../../store/use-app'
import { IconButton } from '../../ui/icon-button'
import { allSessions } from './all-sessions'
import { isIn } from './list-place'
import type { ListScope } from './list-place'
import { countOf } from './organise-slice'
import styles from './session-list.module.css'

const ICON = { size: 17, 'aria-hidden': true } as const

/** What is done with the rows that are chosen, all at once. */
export function SelectionBar({ scope }: { readonly scope: ListScope }) {
  const store = useAppStore()
  const checked = useApp((app) => app.checked)
  const { organise, openOrganising, deleteSessions, stopSelecting, check } = store.getState()
  const sessionIds = [...checked]
  const none = sessionIds.length === 0
  const archived = scope.kind === 'archive'
  const checkAll = () => {
    const { sessions, listTag } = store.getState()
    const all = allSessions(sessions).filter(
      (session) => isIn(session, scope) && (listTag === null || session.tags.includes(listTag)),
    )
    check(all.map(({ id }) => id))
  }
  const archive = () =>
    void organise(
      sessionIds,
      { archived: !archived },
      `${countOf(sessionIds)} ${archived ? 'taken out of the archive' : 'archived'}.`,
    )
  const act = (work: () => void) => ({ 'aria-disabled': none, onClick: () => !none && work() })
  return (
    <div className={styles['bar']} role="toolbar" aria-label="What is selected">
      <div className={styles['barLine']}>
        <span className={styles['count']} role="status">
          {sessionIds.length} selected
        </span>
        <IconButton label="Select all" onClick={checkAll}>
          <CheckCheck {...ICON} />
        </IconButton>
        <IconButton label="Stop selecting" onClick={stopSelecting}>
          <X {...ICON} />
        </IconButton>
      </div>
      <div className={styles['barLine']}>
        <IconButton label={archived ? 'Take out of the archive' : 'Archive'} {...act(archive)}>
          {archived ? <ArchiveRestore {...ICON} /> : <Archive {...ICON} />}
        </IconButton>
        <IconButton label="Tags…" {...act(() => openOrganising({ kind: 'tags', sessionIds }))}>
          <Tag {...ICON} />
        </IconButton>
        <IconButton label="Move…" {...act(() => openOrganising({ kind: 'move', sessionIds }))}>
          <FolderInput {...ICON} />
        </IconButton>
        <IconButton label="Delete" {...act(() => void deleteSessions(sessionIds))}>
          <Trash2 {...ICON} />
        </IconButton>
      </div>
    </div>
  )
}
