import { Check, Ellipsis } from 'lucide-react'
import { memo } from 'react'
import type { DragEvent } from 'react'
import type { SessionId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'
import { useApp, useAppStore } from '../../store/use-app'
import { BotMark } from '../../ui/bot-mark'
import { classNames } from '../../ui/class-names'
import rows from '../../ui/list-row.module.css'
import { Menu } from '../../ui/menu'
import { RelativeTime } from '../../ui/relative-time'
import { dragSessions } from './drag-sessions'
import { sessionActions } from './session-actions'
import { SharedSign } from './shared-sign'
import { SessionTitleField } from './session-title-field'
import styles from './session-list.module.css'

export interface SessionRowProps {
  readonly sessionId: SessionId
  /** Whether Tab stops at this row; the others are reached by arrows. */
  readonly tabbable: boolean
  readonly renaming: boolean
  /** Whether conversations of several bots are listed. */
  readonly ofSeveralBots: boolean
  /** Null: no renaming any more. */
  readonly onRename: (sessionId: SessionId | null) => void
  readonly onPress: (sessionId: SessionId, keys: PressedKeys) => void
}
export interface PressedKeys {
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** A conversation of the list. What the keys do is the list's matter. */
export const SessionRow = memo(function SessionRow({
  sessionId,
  renaming,
  ...props
}: SessionRowProps) {
  const session = useApp((app) => app.sessions[sessionId])
  const renameSession = useApp((app) => app.renameSession)
  if (session === undefined) return null
  if (!renaming) return <ShownRow session={session} {...props} />
  return (
    <div className={rows['row']}>
      <SessionTitleField
        label="Title of the conversation"
        title={session.title}
        onDone={(title) => {
          props.onRename(null)
          if (title !== null) void renameSession(sessionId, title)
        }}
      />
    </div>
  )
})

type ShownRowProps = Omit<SessionRowProps, 'sessionId' | 'renaming'> & { readonly session: Session }

function ShownRow({ session, tabbable, ofSeveralBots, onRename, onPress }: ShownRowProps) {
  const store = useAppStore()
  const selected = useApp((app) => app.selectedSessionId === session.id)
  const selecting = useApp((app) => app.selecting)
  const checked = useApp((app) => app.checked.has(session.id))
  const mayChange = useApp((app) => app.role !== 'viewer' && app.rightIn(session) === 'own')
  const title = session.title === '' ? 'New conversation' : session.title
  const drag = (event: DragEvent) => {
    const { checked: all } = store.getState()
    dragSessions(event, all.has(session.id) ? [...all] : [session.id])
  }
  return (
    <div className={classNames(rows['row'], (selecting ? checked : selected) && rows['selected'])}>
      <button
        type="button"
        className={classNames(rows['main'], styles['main'])}
        data-row
        data-session={session.id}
        draggable={mayChange}
        {...stateOf(selecting, selecting ? checked : selected)}
        tabIndex={tabbable ? 0 : -1}
        onClick={(event) => onPress(session.id, event)}
        onDoubleClick={mayChange && !selecting ? () => onRename(session.id) : undefined}
        onDragStart={drag}
      >
        {selecting && <Box checked={checked} />}
        <RowWords session={session} title={title} ofSeveralBots={ofSeveralBots} />
      </button>
      {!selecting && (
        <RowMenu session={session} title={title} tabbable={tabbable} onRename={onRename} />
      )}
    </div>
  )
}

/** A box to be checked while rows are chosen; else the one that is shown. */
function stateOf(selecting: boolean, is: boolean) {
  if (selecting) return { role: 'checkbox', 'aria-checked': is } as const
  return { 'aria-current': is ? 'true' : undefined } as const
}

interface RowMenuProps extends Pick<SessionRowProps, 'tabbable' | 'onRename'> {
  readonly session: Session
  readonly title: string
}

function RowMenu({ session, title, tabbable, onRename }: RowMenuProps) {
  const store = useAppStore()
  const maySpeak = useApp((app) => app.role !== 'viewer')
  if (!maySpeak) return null
  return (
    <Menu
      label={`Actions for ${title}`}
      className={rows['menu']}
      tabIndex={tabbable ? 0 : -1}
      items={() => sessionActions(store.getState(), session, () => onRename(session.id))}
    >
      <Ellipsis size={16} aria-hidden="true" />
    </Menu>
  )
}

function Box({ checked }: { readonly checked: boolean }) {
  return (
    <span className={classNames(styles['box'], checked && styles['on'])} aria-hidden="true">
      {checked && <Check size={12} strokeWidth={3} />}
    </span>
  )
}

interface RowWordsProps {
  readonly session: Session
  readonly title: string
  readonly ofSeveralBots: boolean
}

function RowWords({ session, title, ofSeveralBots }: RowWordsProps) {
  const unread = useApp((app) => app.isUnread(session))
  const isNaming = useApp((app) => app.naming.includes(session.id))
  const bot = useApp((app) => (ofSeveralBots ? app.bots[session.botId] : undefined))
  const { tags } = session
  return (
    <>
      {unread && (
        <span className={styles['dot']}>
          <span className="visually-hidden">Unread: </span>
        </span>
      )}
      {bot !== undefined && (
        <>
          <BotMark bot={bot} size="small" />
          <span className="visually-hidden">{bot.name}: </span>
        </>
      )}
      <span
        className={classNames(
          rows['name'],
          styles['name'],
          unread && styles['new'],
          session.title === '' && styles['untitled'],
        )}
        dir="auto"
        title={title}
      >
        {title}
      </span>
      <SharedSign session={session} />
      {tags.length > 0 && (
        <span className={styles['tags']} title={tags.join(', ')}>
          <span className={styles['tag']}>{tags[0]}</span>
          {tags.length > 1 && <span className={styles['others']}>+{tags.length - 1}</span>}
        </span>
      )}
      {isNaming ? (
        <span className={classNames(rows['aside'], styles['time'])} role="status">
          Naming…
        </span>
      ) : (
        <RelativeTime
          at={session.updatedAt}
          className={classNames(rows['aside'], styles['time'])}
        />
      )}
    </>
  )
}
