import { useState } from 'react'
import type { SyntheticEvent } from 'react'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { Select } from '../../../ui/select'
import { TextField } from '../../../ui/text-field'
import styles from '../settings-dialog.module.css'
import own from './commands-section.module.css'
import { useNames } from './names-of'
import type { ProgramPolicyState, ProgramsView } from './use-program-policy'

export type Grant = ProgramsView['policy']['grants'][number]

export interface GrantFormProps {
  readonly view: ProgramsView
  /** Null for a new one. */
  readonly grant: Grant | null
  readonly save: ProgramPolicyState['save']
  readonly onDone: () => void
}

/** One folder and its programs, for one person or bot. */
export function GrantForm({ view, grant, save, onDone }: GrantFormProps) {
  const { grants } = view.policy
  const nameOf = useNames(view.people)
  const free = useFree(view)
  const [to, setTo] = useState(grant?.to ?? free[0])
  const [folder, setFolder] = useState(grant?.folder ?? '')
  const [programs, setPrograms] = useState(
    grant?.programs ?? view.programs.filter(({ file }) => file !== null).map(({ name }) => name),
  )
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    if (to === undefined) return
    const others = grants.filter((one) => one !== grant)
    const refused = await save({ grants: [...others, { to, folder: folder.trim(), programs }] })
    if (refused === null) onDone()
    else setProblem(refused)
  }
  if (to === undefined)
    return (
      <>
        <p className={styles['note']}>Everybody who is known here, and every bot, has a folder.</p>
        <Button className={styles['start']} onClick={onDone}>
          Back
        </Button>
      </>
    )
  return (
    <form className={own['form']} onSubmit={(event) => void submit(event)}>
      {grant === null ? (
        <Select
          label="Who"
          value={keyOf(to)}
          options={free.map((one) => ({ value: keyOf(one), label: nameOf(one) }))}
          onChange={({ target }) => setTo(free.find((one) => keyOf(one) === target.value))}
          hint={
            to.kind === 'bot' ? 'A bot also needs the tool command.run: edit the bot.' : undefined
          }
        />
      ) : (
        <p className={styles['name']}>{nameOf(to)}</p>
      )}
      <TextField
        mono
        label="Folder"
        value={folder}
        error={problem}
        placeholder="/home/me/work"
        hint="Its whole path. Nothing outside of it can be read, also not by links. Git works where it is the root of a repository."
        onChange={({ target }) => setFolder(target.value)}
      />
      <fieldset className={own['programs']}>
        <legend className={own['legend']}>Programs</legend>
        {view.programs.map(({ name, file }) => (
          <label key={name} className={own['check']}>
            <input
              type="checkbox"
              checked={programs.includes(name)}
              onChange={({ target }) =>
                setPrograms(
                  target.checked ? [...programs, name] : programs.filter((other) => other !== name),
                )
              }
            />
            <code>{name}</code>
            {file === null && <span className={styles['note']}>not here</span>}
          </label>
        ))}
      </fieldset>
      <div className={styles['buttons']}>
        <Button type="submit" variant="primary">
          Save
        </Button>
        <Button variant="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

/** Those who have no folder yet. */
function useFree({ policy, people }: ProgramsView): readonly Grant['to'][] {
  const bots = useApp((app) => app.bots)
  const taken = new Set(policy.grants.map(({ to }) => keyOf(to)))
  const all: Grant['to'][] = [
    ...people.map(({ id }) => ({ kind: 'person' as const, id })),
    ...Object.keys(bots).map((id) => ({ kind: 'bot' as const, id })),
  ]
  return all.filter((to) => !taken.has(keyOf(to)))
}

function keyOf({ kind, id }: Grant['to']): string {
  return `${kind} ${id}`
}
