import { useId, useState } from 'react'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { ErrorState } from '../../../ui/error-state'
import { Skeleton } from '../../../ui/skeleton'
import styles from '../settings-dialog.module.css'
import { AllowedCommands } from './allowed-commands'
import { CommandGrants } from './command-grants'
import { CommandPrograms } from './command-programs'
import { GrantForm } from './grant-form'
import type { Grant } from './grant-form'
import { ProgramForm } from './program-form'
import { useProgramPolicy } from './use-program-policy'
import type { ProgramPolicyState } from './use-program-policy'

type Form = { readonly kind: 'grant'; readonly grant: Grant | null } | { readonly kind: 'program' }

/** Commands on this machine: whether, for whom, which, and those that do not ask any more. */
export function CommandsSection() {
  const state = useProgramPolicy()
  const [form, setForm] = useState<Form | null>(null)
  const { data, error, reload } = state
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={3} rowHeight={56} label="Reading the commands" />
  const close = () => setForm(null)
  if (form?.kind === 'grant')
    return <GrantForm view={data} grant={form.grant} save={state.save} onDone={close} />
  if (form?.kind === 'program') return <ProgramForm view={data} save={state.save} onDone={close} />
  return (
    <>
      <Switch state={state} isOn={data.policy.on} />
      <TakenBack state={state} />
      <CommandGrants
        view={data}
        save={state.save}
        onEdit={(grant) => setForm({ kind: 'grant', grant })}
      />
      <AllowedCommands view={data} save={state.save} />
      <CommandPrograms view={data} save={state.save} onAdd={() => setForm({ kind: 'program' })} />
    </>
  )
}

function Switch({ state, isOn }: { readonly state: ProgramPolicyState; readonly isOn: boolean }) {
  const toast = useApp((app) => app.toast)
  /** Shown at once, until it is kept. */
  const [wanted, setWanted] = useState<boolean | null>(null)
  const id = useId()
  const change = async (on: boolean) => {
    setWanted(on)
    const problem = await state.save({ on })
    setWanted(null)
    if (problem !== null) toast({ text: problem, kind: 'error' })
  }
  return (
    <div className={styles['setting']}>
      <label className={styles['switch']}>
        <input
          type="checkbox"
          checked={wanted ?? isOn}
          disabled={wanted !== null}
          aria-describedby={id}
          onChange={({ target }) => void change(target.checked)}
        />
        Allow commands on this machine
      </label>
      <p id={id} className={styles['note']}>
        A message such as <code>!git status</code> then runs here, without a shell, for those below
        and in their folder only. Every run asks first, unless that very command was allowed for
        good, and leaves a row in the audit log.
      </p>
    </div>
  )
}

/** The way back stands here: notices are out of reach while the settings are open. */
function TakenBack({ state: { taken, save } }: { readonly state: ProgramPolicyState }) {
  const [problem, setProblem] = useState<string | null>(null)
  if (taken === null) return null
  return (
    <div className={styles['status']} role="status">
      <span>{problem ?? `${taken.what} was removed.`}</span>
      <Button small autoFocus onClick={() => void save(taken.before).then(setProblem)}>
        Undo
      </Button>
    </div>
  )
}
