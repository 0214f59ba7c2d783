import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { classNames } from '../../ui/class-names'
import styles from './transfer.module.css'

export interface FileDropProps {
  readonly onFile: (file: File) => void
}

/** A file, chosen in the system's own dialog or dropped here. */
export function FileDrop({ onFile }: FileDropProps) {
  const [isOver, setIsOver] = useState(false)
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file !== undefined) onFile(file)
  }
  return (
    <label
      className={classNames(styles['drop'], isOver && styles['over'])}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <input
        data-autofocus
        type="file"
        accept=".json,.jsonl,.sqlite,.db"
        className={styles['input']}
        onChange={({ target }) => take(target.files)}
      />
      <FileUp size={22} aria-hidden="true" />
      <span className={styles['choose']}>Choose a file</span>
      <span className={styles['numbers']}>or drop it here</span>
    </label>
  )
}
