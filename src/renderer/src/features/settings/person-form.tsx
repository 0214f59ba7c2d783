import { useState } from 'react'
import type { BotUse, Person } from '@shared/model/person'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { dayOf, endOf } from './person-fields'
import { RoleFields } from './role-fields'
import styles from './settings-dialog.module.css'

const USES: readonly { readonly value: BotUse; readonly label: string }[] = [
  { value: 'use', label: 'Talks to it' },
  { value: 'see', label: 'Sees it' },
  { value: 'none', label: 'Does not know of it' },
]

/** What somebody is called and may do. It holds from the moment it is saved, on every device of theirs. */
export function PersonForm({ person }: { readonly person: Person }) {
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const [name, setName] = useState(person.name)
  const [role, setRole] = useState(person.role)
  const [until, setUntil] = useState(dayOf(person.endsAt))
  const [bots, setBots] = useState(person.bots)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const isFirst = person.id === 'owner'

  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const { id: personId, version } = person
      const endsAt = until === dayOf(person.endsAt) ? person.endsAt : endOf(until)
      await call('people.update', { personId, version, name: name.trim(), role, endsAt, bots })
      toast({ text: 'Saved.' })
    } catch (reason) {
      setError(messageOf(reason))
      setBusy(false)
    }
  }
  return (
    <form
      className={styles['personForm']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label="Name"
        autoComplete="off"
        maxLength={60}
        error={error}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      {!isFirst && <RoleFields role={role} until={until} onRole={setRole} onUntil={setUntil} />}
      {role !== 'owner' && <Bots bots={bots} onChange={setBots} />}
      <Button variant="primary" type="submit" busy={busy} className={styles['start']}>
        Save
      </Button>
    </form>
  )
}

interface BotsProps {
  readonly bots: Person['bots']
  readonly onChange: (bots: Person['bots']) => void
}

function Bots({ bots, onChange }: BotsProps) {
  const all = useApp((app) => app.bots)
  const botIds = useApp((app) => app.botIds)
  return botIds.map((botId) => (
    <Select
      key={botId}
      label={`Bot ${all[botId]?.name ?? botId}`}
      options={USES}
      value={bots[botId] ?? 'use'}
      onChange={({ target }) => {
        const use = USES.find(({ value }) => value === target.value)?.value ?? 'use'
        const { [botId]: _before, ...rest } = bots
        onChange(use === 'use' ? rest : { ...rest, [botId]: use })
      }}
    />
  ))
}
