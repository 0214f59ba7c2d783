import type { ComponentPropsWithRef, ReactNode } from 'react'
import { Field } from './field'
import styles from './field.module.css'

export interface SelectOption {
  readonly value: string
  readonly label: string
}

export interface SelectProps extends Omit<
  ComponentPropsWithRef<'select'>,
  'id' | 'className' | 'children'
> {
  readonly label: string
  readonly options: readonly SelectOption[]
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
  readonly aside?: ReactNode
}

/** One of several, by the system's own list. */
export function Select({ label, options, hint, error, aside, ...select }: SelectProps) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(control) => (
        <select {...select} {...control} className={styles['control']}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
