import { CircleStop, Ellipsis, Pencil, Sparkles, Trash2 } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import type { SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import { useApp } from '../../store/use-app'
import { classNames } from '../../ui/class-names'
import { Menu } from '../../ui/menu'
import { RelativeTime } from '../../ui/relative-time'
import { SessionTitleField } from './session-title-field'
import styles from './session-list.module.css'

const ICON = { size: 16, 'aria-hidden': true } as const

export interface SessionRowProps {
  readonly sessionId: SessionId
  readonly selected: boolean
  /** Whether Tab stops at this row; the others are reached by arrows. */
  readonly tabbable: boolean
}

export const SessionRow = memo(function SessionRow({
  sessionId,
  selected,
  tabbable,
}: SessionRowProps) {
  const session = useApp((app) => app.sessions[sessionId])
  const renameSession = useApp((app) => app.renameSession)
  const [renaming, setRenaming] = useState(false)
  const row = useRef<HTMLLIElement>(null)
  const wasRenaming = useRef(false)

  useEffect(() => {
    // The field is gone: who ended it by a key goes on from the row.
    if (wasRenaming.current && !renaming && document.activeElement === document.body)
      row.current?.querySelector<HTMLElement>('[data-row]')?.focus()
    wasRenaming.current = renaming
  }, [renaming])

  if (session === undefined) return null
  return (
    <li ref={row} className={classNames(styles['row'], selected && styles['selected'])}>
      {renaming ? (
        <SessionTitleField
          title={session.title}
          onDone={(title) => {
            setRenaming(false)
            if (title !== null) void renameSession(sessionId, title)
          }}
        />
      ) : (
        <ShownRow
          session={session}
          selected={selected}
          tabbable={tabbable}
          onRename={() => setRenaming(true)}
        />
      )}
    </li>
  )
})

interface ShownRowProps {
  readonly session: Session
  readonly selected: boolean
  readonly tabbable: boolean
  readonly onRename: () => void
}

function ShownRow({ session, selected, tabbable, onRename }: ShownRowProps) {
  const unread = useApp((app) => app.isUnread(session))
  const isNaming = useApp((app) => app.naming.includes(session.id))
  const suggestTitle = useApp((app) => app.suggestTitle)
  const stopNaming = useApp((app) => app.stopNaming)
  const maySpeak = useApp((app) => app.role !== 'viewer')
  const selectSession = useApp((app) => app.selectSession)
  const deleteSession = useApp((app) => app.deleteSession)
  const title = session.title === '' ? 'New conversation' : session.title
  return (
    <>
      <button
        type="button"
        className={styles['main']}
        data-row
        data-session={session.id}
        aria-current={selected ? 'true' : undefined}
        tabIndex={tabbable ? 0 : -1}
        onClick={() => selectSession(session.id)}
        onDoubleClick={() => maySpeak && onRename()}
        onKeyDown={(event) => {
          if (event.key === 'F2' && maySpeak) onRename()
          if (event.key === 'Delete' && maySpeak) void deleteSession(session.id)
        }}
      >
        {unread && (
          <span className={styles['dot']}>
            <span className="visually-hidden">Unread: </span>
          </span>
        )}
        <span
          className={classNames(
            styles['name'],
            unread && styles['new'],
            session.title === '' && styles['untitled'],
          )}
          dir="auto"
          title={title}
        >
          {title}
        </span>
        <When session={session} isNaming={isNaming} />
      </button>
      {maySpeak && (
        <Menu
          label={`Actions for ${title}`}
          className={styles['menu']}
          tabIndex={tabbable ? 0 : -1}
          items={[
            { label: 'Rename', icon: <Pencil {...ICON} />, onSelect: onRename },
            namingItem(isNaming, {
              stop: () => void stopNaming(session.id),
              suggest: () => void suggestTitle(session.id),
            }),
            {
              label: 'Delete',
              icon: <Trash2 {...ICON} />,
              danger: true,
              onSelect: () => void deleteSession(session.id),
            },
          ]}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </Menu>
      )}
    </>
  )
}

interface WhenProps {
  readonly session: Session
  readonly isNaming: boolean
}

function When({ session, isNaming }: WhenProps) {
  if (!isNaming) return <RelativeTime at={session.updatedAt} className={styles['time']} />
  return (
    <span className={styles['time']} role="status">
      Naming…
    </span>
  )
}

function namingItem(isNaming: boolean, actions: { stop: () => void; suggest: () => void }) {
  return isNaming
    ? { label: 'Stop naming', icon: <CircleStop {...ICON} />, onSelect: actions.stop }
    : { label: 'Suggest a title', icon: <Sparkles {...ICON} />, onSelect: actions.suggest }
}
