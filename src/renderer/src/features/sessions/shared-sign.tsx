import { Users } from 'lucide-react'
import type { Session } from '@shared/model/session'
import { useApp } from '../../store/use-app'
import styles from './session-list.module.css'

/** That others see a conversation too, or whose it is. Nothing for one that is one's own alone. */
export function SharedSign({ session }: { readonly session: Session }) {
  const isMine = useApp((app) => app.personId === session.personId)
  const name = useApp((app) => app.people[session.personId]?.name ?? 'somebody else')
  if (isMine && session.sharing === undefined) return null
  const words = isMine ? 'Shared' : `Of ${name}`
  return (
    <span className={styles['shared']} title={words}>
      <Users size={13} aria-hidden="true" />
      <span className="visually-hidden">{words}</span>
      {!isMine && <span aria-hidden="true">{name}</span>}
    </span>
  )
}
