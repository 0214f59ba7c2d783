import { Eye } from 'lucide-react'
import { useApp } from '../../store/use-app'
import styles from './privacy-line.module.css'

/** Tells everybody while owners may read what is private to others. */
export function PrivacyLine() {
  const ownersReadAll = useApp((app) => app.ownersReadAll)
  if (!ownersReadAll) return null
  return (
    <p className={styles['line']} role="status">
      <Eye size={14} aria-hidden="true" />
      Owners can read private conversations.
    </p>
  )
}
