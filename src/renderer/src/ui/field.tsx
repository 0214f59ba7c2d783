import { useId } from 'react'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import styles from './field.module.css'

/** What a control inside a field carries, so that its label, hint and error are read out with it. */
export interface FieldControl {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

export interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong, and what to do; null or undefined while nothing is. */
  readonly error?: string | null | undefined
  /** Beside the label, as a value or a small button. */
  readonly aside?: ReactNode
  readonly className?: string | undefined
  readonly children: (control: FieldControl) => ReactNode
}

/** Label, control, hint and error as one, wired for those who hear the page. */
export function Field({ label, hint, error, aside, className, children }: FieldProps) {
  const id = useId()
  const wrong = error !== undefined && error !== null
  const hintId = hint === undefined ? undefined : `${id}-hint`
  const errorId = wrong ? `${id}-error` : undefined
  const described = [hintId, errorId].filter((part) => part !== undefined).join(' ')
  return (
    <div className={classNames(styles['field'], className)}>
      <div className={styles['top']}>
        <label htmlFor={id} className={styles['label']}>
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': wrong || undefined,
      })}
      {hint !== undefined && (
        <p id={hintId} className={styles['hint']}>
          {hint}
        </p>
      )}
      <p id={errorId} className={styles['error']} aria-live="polite" hidden={!wrong}>
        {error}
      </p>
    </div>
  )
}
