import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { BotUsage } from '@shared/model/person'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { TextField } from '../../ui/text-field'
import { useQuery } from '../../ui/use-query'
import { PersonRow } from './person-row'
import { endOf } from './person-fields'
import type { Role } from './person-fields'
import { RoleFields } from './role-fields'
import type { Settings } from './setting-source'
import { SettingSwitch } from './setting-switch'
import styles from './settings-dialog.module.css'

/** Who uses this controller, and what each may do. */
export function PeopleSection({ settings: { ownersReadAll } }: { readonly settings: Settings }) {
  return (
    <>
      <NewPerson />
      <People />
      <SettingSwitch
        key={String(ownersReadAll.value)}
        label="Owners may read private conversations"
        note="Everybody is told while this is on. Off, owners see who uses which bot, and nothing of what is said."
        value={ownersReadAll.value}
        source={ownersReadAll.source}
        variable="OWNERS_READ_ALL"
        toChanges={(value) => ({ ownersReadAll: value })}
      />
    </>
  )
}

function NewPerson() {
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [until, setUntil] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const add = async () => {
    if (name.trim() === '') {
      setError('Needs a name, so that others know whom they share with.')
      return
    }
    setBusy(true)
    setError(null)
    try {
      await call('people.add', { name: name.trim(), role, endsAt: endOf(until) })
      toast({ text: `${name.trim()} was added. Make a sign-in link for them.` })
      setName('')
      setUntil('')
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={styles['newPerson']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextField
        label="Name"
        autoComplete="off"
        maxLength={60}
        error={error}
        value={name}
        onChange={({ target }) => {
          setError(null)
          setName(target.value)
        }}
      />
      <RoleFields role={role} until={until} onRole={setRole} onUntil={setUntil} />
      <Button
        variant="primary"
        type="submit"
        busy={busy}
        icon={<UserPlus size={15} aria-hidden="true" />}
      >
        Add
      </Button>
    </form>
  )
}

function People() {
  const people = useApp((app) => app.people)
  const { data } = useQuery('people.usage', {}, Object.keys(people).length)
  const sorted = Object.values(people).toSorted((a, b) => a.createdAt - b.createdAt)
  return (
    <ul className={styles['rows']}>
      {sorted.map((person) => (
        <PersonRow
          key={`${person.id} ${person.version}`}
          person={person}
          usage={usageOf(data?.usage, person.id)}
        />
      ))}
    </ul>
  )
}

/** Null while it is not known. */
function usageOf(
  usage: readonly BotUsage[] | undefined,
  personId: string,
): readonly BotUsage[] | null {
  return usage?.filter((one) => one.personId === personId) ?? null
}
