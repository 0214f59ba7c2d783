import { Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { useAppStore } from '../../../store/use-app'
import { IconButton } from '../../../ui/icon-button'
import styles from './attachments.module.css'

export interface AttachButtonProps {
  readonly draftKey: string
  /** After files were chosen: what belongs to them is to be written now. */
  readonly onAttach: () => void
}

/** Opens the system's own dialog to choose pictures or text files. */
export function AttachButton({ draftKey, onAttach }: AttachButtonProps) {
  const store = useAppStore()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={styles['attach']}>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={({ target }) => {
          const files = [...(target.files ?? [])]
          // So that the same file can be chosen again.
          target.value = ''
          void store.getState().attachFiles(draftKey, files)
          onAttach()
        }}
      />
      <IconButton label="Attach pictures or text files" onClick={() => input.current?.click()}>
        <Paperclip size={17} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
