import type { ReactNode } from 'react'
import styles from './status-panel.module.css'

export interface FactProps {
  readonly name: string
  readonly title?: string | undefined
  readonly children: ReactNode
}

/** One line of the panel: what it is, and its value. */
export function Fact({ name, title, children }: FactProps) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd title={title}>{children}</dd>
    </div>
  )
}
