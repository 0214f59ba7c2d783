import { X } from 'lucide-react'
import { useApp } from '../../store/use-app'
import styles from './session-list.module.css'

/** The tag the list is narrowed down to, and the way to take that off. */
export function TagFilter() {
  const tag = useApp((app) => app.listTag)
  const filterByTag = useApp((app) => app.filterByTag)
  if (tag === null) return null
  return (
    <div className={styles['filter']}>
      <button type="button" className={styles['chip']} onClick={() => filterByTag(null)}>
        <span className="visually-hidden">Take off the filter: </span>
        {tag}
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  )
}
