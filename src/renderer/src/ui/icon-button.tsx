import type { ComponentPropsWithRef } from 'react'
import { classNames } from './class-names'
import styles from './icon-button.module.css'

export interface IconButtonProps extends Omit<
  ComponentPropsWithRef<'button'>,
  'aria-label' | 'title'
> {
  /** What it does, read out and shown on hover. */
  readonly label: string
}

/** A button with an icon (its child) and no words: 32 px for a mouse, 44 px by touch. */
export function IconButton({ label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles['button'], className)}
      aria-label={label}
      title={label}
    />
  )
}
