import type { ComponentPropsWithRef, ReactNode } from 'react'
import { classNames } from './class-names'
import { Field } from './field'
import styles from './field.module.css'

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'id' | 'className'> {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
  readonly aside?: ReactNode
  readonly mono?: boolean
}

/** Several lines of text with their label, hint and error. */
export function TextArea({ label, hint, error, aside, mono = false, ...area }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(control) => (
        <textarea
          rows={4}
          {...area}
          {...control}
          className={classNames(styles['control'], styles['area'], mono && styles['mono'])}
        />
      )}
    </Field>
  )
}
