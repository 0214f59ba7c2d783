import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'
import styles from './checkbox.module.css'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'className'> {
  readonly label: ReactNode
  /** Of the label. */
  readonly className?: string | undefined
}

/** Yes or no, with its words beside it; a line of words is as high as what can be pressed. */
export function Checkbox({ label, className, ...input }: CheckboxProps) {
  return (
    <label className={classNames(styles['checkbox'], className)}>
      <input type="checkbox" {...input} />
      <span>{label}</span>
    </label>
  )
}
