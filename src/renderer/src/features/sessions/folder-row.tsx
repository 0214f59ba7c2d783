import { Download, Ellipsis, Folder as FolderIcon, Pencil, Trash2 } from 'lucide-react'
import { memo } from 'react'
import type { FolderId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { classNames } from '../../ui/class-names'
import rows from '../../ui/list-row.module.css'
import { Menu } from '../../ui/menu'
import styles from './session-list.module.css'
import { SessionTitleField } from './session-title-field'
import { useDrop } from './use-drop'

export interface FolderRowProps {
  readonly folderId: FolderId
  readonly tabbable: boolean
  readonly renaming: boolean
  readonly onRename: (folderId: FolderId | null) => void
}

/** A folder of the list: it opens, and takes what is dropped on it. */
export const FolderRow = memo(function FolderRow({
  folderId,
  tabbable,
  renaming,
  onRename,
}: FolderRowProps) {
  const folder = useApp((app) => app.folders[folderId])
  const showList = useApp((app) => app.showList)
  const renameFolder = useApp((app) => app.renameFolder)
  const openExport = useApp((app) => app.openExport)
  const deleteFolder = useApp((app) => app.deleteFolder)
  const maySpeak = useApp((app) => app.role !== 'viewer')
  const unread = useApp((app) => app.isFolderUnread(folderId))
  const { isOver, handlers } = useDrop(folderId)
  if (folder === undefined) return null
  if (renaming) {
    return (
      <div className={rows['row']}>
        <SessionTitleField
          label="Name of the folder"
          title={folder.name}
          maxLength={80}
          onDone={(name) => {
            onRename(null)
            if (name !== null) void renameFolder(folderId, name)
          }}
        />
      </div>
    )
  }
  return (
    <div className={classNames(rows['row'], isOver && styles['over'])} {...handlers}>
      <button
        type="button"
        className={classNames(rows['main'], styles['main'])}
        data-row
        data-folder={folderId}
        tabIndex={tabbable ? 0 : -1}
        onClick={() => showList({ kind: 'folder', folderId })}
      >
        <FolderIcon size={16} className={styles['icon']} aria-hidden="true" />
        <span className={classNames(rows['name'], styles['name'])} dir="auto" title={folder.name}>
          {folder.name}
        </span>
        {unread && (
          <span className={styles['dot']}>
            <span className="visually-hidden"> with something new</span>
          </span>
        )}
      </button>
      {maySpeak && (
        <Menu
          label={`Actions for the folder ${folder.name}`}
          className={rows['menu']}
          tabIndex={tabbable ? 0 : -1}
          items={[
            {
              label: 'Rename',
              icon: <Pencil size={16} aria-hidden="true" />,
              onSelect: () => onRename(folderId),
            },
            {
              label: 'Export…',
              icon: <Download size={16} aria-hidden="true" />,
              onSelect: () => openExport({ kind: 'folder', folderId }),
            },
            {
              label: 'Delete the folder',
              icon: <Trash2 size={16} aria-hidden="true" />,
              danger: true,
              onSelect: () => void deleteFolder(folderId),
            },
          ]}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </Menu>
      )}
    </div>
  )
})
