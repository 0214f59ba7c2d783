import { useState } from 'react'
import type { CommandOutput } from '@shared/contract/commands'
import type { BotUsage, Person } from '@shared/model/person'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { formatClock } from '../../ui/format-time'
import { CopyField } from './copy-field'
import { dayOf } from './person-fields'
import { PersonForm } from './person-form'
import styles from './settings-dialog.module.css'

export interface PersonRowProps {
  readonly person: Person
  /** Null while it is not known. */
  readonly usage: readonly BotUsage[] | null
}

/** Somebody, with how much they use the bots, and the ways to let them in, change them and let them go. */
export function PersonRow({ person, usage }: PersonRowProps) {
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const toastError = useApp((app) => app.toastError)
  const isMe = useApp((app) => app.personId === person.id)
  const [editing, setEditing] = useState(false)
  const [link, setLink] = useState<CommandOutput<'access.createLink'> | null>(null)
  const { id: personId, name } = person

  const makeLink = () => void call('access.createLink', { personId }).then(setLink, toastError)
  const bringBack = () => void call('people.restore', { personId }).catch(toastError)
  const remove = () => {
    call('people.remove', { personId }).then(
      () =>
        toast({
          text: `${name} was removed and signed out.`,
          action: { label: 'Undo', run: bringBack },
        }),
      toastError,
    )
  }
  return (
    <li className={styles['person']}>
      <div className={styles['personLine']}>
        <div className={styles['words']}>
          <span className={styles['name']} dir="auto">
            {name}
            {isMe && ' (you)'}
          </span>
          <span className={styles['note']}>{factsOf(person, usage)}</span>
        </div>
        <div className={styles['buttons']}>
          <Button small onClick={makeLink}>
            Sign-in link
          </Button>
          <Button small aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {editing ? 'Close' : 'Change'}
          </Button>
          {personId !== 'owner' && !isMe && (
            <Button small variant="danger" onClick={remove}>
              Remove
            </Button>
          )}
        </div>
      </div>
      {link !== null && (
        <CopyField
          key={link.url}
          label={`Sign-in link for ${name}`}
          value={link.url}
          hint={`Works once, until ${formatClock(link.expiresAt)}. Whoever opens it is ${name} here.`}
        />
      )}
      {editing && <PersonForm person={person} />}
    </li>
  )
}

function factsOf({ role, endsAt }: Person, usage: readonly BotUsage[] | null): string {
  const count = usage?.reduce((sum, { sessions }) => sum + sessions, 0)
  const talks = count === 1 ? '1 conversation' : `${count ?? 0} conversations`
  return [
    role,
    ...(endsAt === null ? [] : [`guest until ${dayOf(endsAt)}`]),
    ...(count === undefined ? [] : [talks]),
  ].join(' · ')
}
