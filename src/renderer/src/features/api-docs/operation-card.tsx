import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useApp } from '../../store/use-app'
import { classNames } from '../../ui/class-names'
import styles from './api-page.module.css'
import type { Operation } from './open-api'
import { Prose } from './prose'
import { TryOperation } from './try-operation'

/** One operation: closed a line, open its form. Being open is part of the address. */
export function OperationCard({
  operation,
  open,
}: {
  readonly operation: Operation
  readonly open: boolean
}) {
  const navigate = useApp((app) => app.navigate)
  const card = useRef<HTMLLIElement>(null)

  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: 'nearest' })
  }, [open])

  return (
    <li ref={card} className={classNames(styles['operation'], open && styles['open'])}>
      <button
        type="button"
        className={styles['summary']}
        aria-expanded={open}
        onClick={() => navigate({ page: 'api', operation: open ? null : operation.id })}
      >
        <ChevronRight size={16} aria-hidden="true" className={styles['chevron']} />
        <span className={classNames(styles['method'], styles[operation.method])}>
          {operation.method.toUpperCase()}
        </span>
        <code className={styles['path']}>{operation.path}</code>
        <span className={styles['what']}>
          <Prose>{operation.summary}</Prose>
        </span>
      </button>
      {open && (
        <div className={styles['details']}>
          {operation.description !== '' && (
            <p className={styles['lead']}>
              <Prose>{operation.description}</Prose>
            </p>
          )}
          <TryOperation operation={operation} />
        </div>
      )}
    </li>
  )
}
