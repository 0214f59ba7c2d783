import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names'
import { Spinner } from './spinner'

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  /** Something it began is under way: it says so and takes no second press. */
  readonly busy?: boolean
  readonly icon?: ReactNode
  readonly small?: boolean
}

/** A button with words on it. `aria-disabled` keeps it in the tab order, so that what it explains can be read. */
export function Button({
  variant = 'secondary',
  busy = false,
  icon,
  small = false,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const inert = busy || rest['aria-disabled'] === true
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles['button'], styles[variant], small && styles['small'], className)}
      aria-busy={busy || undefined}
      aria-disabled={inert || undefined}
      onClick={press}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
}
