import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './banner.module.css'
import { classNames } from './class-names'

export interface BannerProps {
  readonly tone: 'info' | 'warning' | 'error'
  readonly children: ReactNode
  readonly actions?: ReactNode
}

const ICONS = { info: Info, warning: TriangleAlert, error: CircleAlert } as const

/** A line across its part of the window: what is the case, and what can be done. */
export function Banner({ tone, children, actions }: BannerProps) {
  const Icon = ICONS[tone]
  return (
    <div
      className={classNames(styles['banner'], styles[tone])}
      role={tone === 'error' ? 'alert' : 'status'}
    >
      <Icon size={16} aria-hidden="true" />
      <div className={styles['text']}>{children}</div>
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  )
}
