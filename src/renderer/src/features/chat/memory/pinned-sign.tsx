import { Pin } from 'lucide-react'
import type { Message } from '@shared/model/message'
import { useApp } from '../../../store/use-app'
import { isPinned } from './memory-selectors'
import styles from './memory.module.css'

/** Says that the bot is always told a message. */
export function PinnedSign({ message }: { readonly message: Message }) {
  const pinned = useApp(isPinned(message.sessionId, message.seq))
  if (!pinned) return null
  return (
    <span className={styles['pinned']}>
      <Pin size={13} aria-hidden="true" /> Pinned
    </span>
  )
}
