import { Folder as FolderIcon, FolderOutput } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { FolderId, SessionId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { inAlphabet } from './list-items'
import { countOf } from './organise-slice'
import styles from './session-list.module.css'

/** Puts conversations into a folder, a new one too, or out of theirs. */
export function MoveDialog({ sessionIds }: { readonly sessionIds: readonly SessionId[] }) {
  const closeDialog = useApp((app) => app.closeDialog)
  const organise = useApp((app) => app.organise)
  const createFolder = useApp((app) => app.createFolder)
  const known = useApp((app) => app.folders)
  const isFiled = useApp((app) =>
    sessionIds.some((id) => (app.sessions[id]?.folderId ?? null) !== null),
  )
  const folders = useMemo(() => inAlphabet(Object.values(known)), [known])
  const [name, setName] = useState('')
  const move = (folderId: FolderId | null, where: string) => {
    closeDialog()
    void organise(sessionIds, { folderId }, `${countOf(sessionIds)} moved ${where}.`)
  }
  const create = async () => {
    const folderId = await createFolder(name.trim())
    if (folderId !== null) move(folderId, `to “${name.trim()}”`)
  }
  return (
    <Dialog title={`Move ${countOf(sessionIds).toLowerCase()}`} size="small" onClose={closeDialog}>
      <div className={styles['choices']}>
        {isFiled && (
          <button
            type="button"
            className={styles['choice']}
            onClick={() => move(null, 'out of the folder')}
          >
            <FolderOutput size={16} className={styles['icon']} aria-hidden="true" />
            No folder
          </button>
        )}
        {folders.map((folder) => (
          <button
            key={folder.id}
            type="button"
            className={styles['choice']}
            onClick={() => move(folder.id, `to “${folder.name}”`)}
          >
            <FolderIcon size={16} className={styles['icon']} aria-hidden="true" />
            <span dir="auto">{folder.name}</span>
          </button>
        ))}
      </div>
      <form
        className={styles['add']}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void create()
        }}
      >
        <TextField
          label="New folder"
          maxLength={80}
          autoComplete="off"
          data-autofocus={folders.length === 0 ? true : undefined}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" aria-disabled={name.trim() === ''}>
          Create and move
        </Button>
      </form>
    </Dialog>
  )
}
