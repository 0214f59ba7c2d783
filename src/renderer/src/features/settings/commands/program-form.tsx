import { useState } from 'react'
import type { SyntheticEvent } from 'react'
import { Button } from '../../../ui/button'
import { TextField } from '../../../ui/text-field'
import styles from '../settings-dialog.module.css'
import own from './commands-section.module.css'
import { readFlags } from './flag-words'
import type { ProgramPolicyState, ProgramsView } from './use-program-policy'

export interface ProgramFormProps {
  readonly view: ProgramsView
  readonly save: ProgramPolicyState['save']
  readonly onDone: () => void
}

/** A program of the owner's, with all that it may be told. */
export function ProgramForm({ view, save, onDone }: ProgramFormProps) {
  const [name, setName] = useState('')
  const [file, setFile] = useState('')
  const [flagLine, setFlagLine] = useState('')
  const [paths, setPaths] = useState(true)
  const [problem, setProblem] = useState<string | null>(null)
  const flags = readFlags(flagLine)
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    if (flags === null) return
    const program = { name: name.trim(), file: file.trim(), flags, paths }
    const refused = await save({ added: [...view.policy.added, program] })
    if (refused === null) onDone()
    else setProblem(refused)
  }
  return (
    <form className={own['form']} onSubmit={(event) => void submit(event)}>
      <p className={styles['note']}>
        It gets only what you write down here. Shells, interpreters, scripts and programs that run
        others are never allowed. Nobody may run it before you add it to their programs.
      </p>
      <TextField
        mono
        required
        label="Name"
        value={name}
        placeholder="sort"
        onChange={({ target }) => setName(target.value)}
      />
      <TextField
        mono
        required
        label="File"
        value={file}
        error={problem}
        placeholder="/usr/bin/sort"
        hint="Its whole path, outside of every folder that was granted."
        onChange={({ target }) => setFile(target.value)}
      />
      <TextField
        mono
        label="Flags"
        value={flagLine}
        error={
          flags === null
            ? 'Write flags like -r, and -n=number, -f=path or -t=text where a value follows.'
            : null
        }
        placeholder="-r -k=number"
        onChange={({ target }) => setFlagLine(target.value)}
      />
      <label className={styles['switch']}>
        <input
          type="checkbox"
          checked={paths}
          onChange={({ target }) => setPaths(target.checked)}
        />
        Paths may follow
      </label>
      <div className={styles['buttons']}>
        <Button type="submit" variant="primary">
          Add program
        </Button>
        <Button variant="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
