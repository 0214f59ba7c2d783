import type { ComponentPropsWithRef, ReactNode } from 'react'
import { classNames } from './class-names'
import { Field } from './field'
import styles from './field.module.css'

export interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'id' | 'className'> {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null | undefined
  readonly aside?: ReactNode
  readonly mono?: boolean
}

/** One line of text (or a number) with its label, hint and error. */
export function TextField({ label, hint, error, aside, mono = false, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(control) => (
        <input
          type="text"
          {...input}
          {...control}
          className={classNames(styles['control'], mono && styles['mono'])}
        />
      )}
    </Field>
  )
}
