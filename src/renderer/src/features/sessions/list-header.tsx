import { ArrowLeft, Ellipsis, SquarePen } from 'lucide-react'
import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { classNames } from '../../ui/class-names'
import { IconButton } from '../../ui/icon-button'
import rows from '../../ui/list-row.module.css'
import { Menu } from '../../ui/menu'
import { useListActions } from './list-actions'
import type { ListPlace } from './list-place'
import styles from './session-list.module.css'
import { SessionTitleField } from './session-title-field'
import { useDrop } from './use-drop'

export interface ListHeaderProps {
  readonly place: ListPlace
  readonly folderName: string
}

/** What is listed, the way back to the bot's own conversations, and what can be done with the list. */
export function ListHeader({ place, folderName }: ListHeaderProps) {
  const startNewSession = useApp((app) => app.startNewSession)
  const createFolder = useApp((app) => app.createFolder)
  const maySpeak = useApp((app) => app.role !== 'viewer')
  const [naming, setNaming] = useState(false)
  const actions = useListActions(place, () => setNaming(true))
  const titles = { bot: 'Conversations', folder: folderName, archive: 'Archive', bin: 'Bin' }
  return (
    <>
      <header className={classNames(rows['header'], styles['header'])}>
        {place.kind === 'bot' ? (
          <h2 className={rows['title']}>Conversations</h2>
        ) : (
          <Back title={titles[place.kind]} isFolder={place.kind === 'folder'} />
        )}
        {actions.length > 0 && (
          <Menu label="More for this list" items={actions}>
            <Ellipsis size={17} aria-hidden="true" />
          </Menu>
        )}
        {maySpeak && place.kind === 'bot' && (
          <IconButton
            label="New conversation"
            aria-keyshortcuts="Control+N Meta+N"
            onClick={() => void startNewSession()}
          >
            <SquarePen size={17} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      {naming && (
        <div className={styles['filter']}>
          <SessionTitleField
            label="Name of the new folder"
            title=""
            maxLength={80}
            onDone={(name) => {
              setNaming(false)
              if (name !== null) void createFolder(name)
            }}
          />
        </div>
      )}
    </>
  )
}

/** The way back; what is dragged out of a folder is dropped here. */
function Back({ title, isFolder }: { readonly title: string; readonly isFolder: boolean }) {
  const showList = useApp((app) => app.showList)
  const { isOver, handlers } = useDrop(null)
  return (
    <h2>
      <button
        type="button"
        className={classNames(styles['back'], isOver && styles['over'])}
        {...(isFolder ? handlers : {})}
        onClick={() => showList({ kind: 'bot' })}
      >
        <ArrowLeft size={16} className={styles['icon']} aria-hidden="true" />
        <span className="visually-hidden">Back from </span>
        <span className={rows['name']} dir="auto">
          {title}
        </span>
      </button>
    </h2>
  )
}
