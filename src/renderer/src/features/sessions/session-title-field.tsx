import { useEffect, useRef } from 'react'
import styles from './session-list.module.css'

const MAX_TITLE_LENGTH = 200

export interface SessionTitleFieldProps {
  readonly label: string
  readonly title: string
  readonly maxLength?: number
  /** The new title, or null where it was given up. Called once. */
  readonly onDone: (title: string | null) => void
}

/** Renames in place: Enter or leaving keeps, Esc gives up; an empty title keeps the one there was. */
export function SessionTitleField({
  label,
  title,
  maxLength = MAX_TITLE_LENGTH,
  onDone,
}: SessionTitleFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)

  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])

  const finish = (value: string | null) => {
    if (done.current) return
    done.current = true
    onDone(value === null || value.trim() === '' ? null : value.trim())
  }
  return (
    <input
      ref={field}
      className={styles['rename']}
      aria-label={label}
      defaultValue={title}
      maxLength={maxLength}
      onBlur={({ target }) => finish(target.value)}
      onKeyDown={(event) => {
        // Arrows, Home and Esc belong to the text while it is edited.
        event.stopPropagation()
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') finish(null)
      }}
    />
  )
}
