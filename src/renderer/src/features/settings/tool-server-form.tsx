import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Choice } from '../../ui/choice'
import { messageOf } from '../../ui/message-of'
import { TextField } from '../../ui/text-field'
import { AddressFields, ProgramFields } from './tool-server-fields'
import { draftOf, problemsOf, toReached } from './tool-server-draft'
import type { ToolServerDraft } from './tool-server-draft'
import type { ToolServer } from './tool-server-row'
import { ToolServerTest } from './tool-server-test'
import styles from './upstreams-section.module.css'

export interface ToolServerFormProps {
  /** Null for a new one. */
  readonly server: ToolServer | null
  readonly onDone: () => void
}

const KINDS = [
  { value: 'stdio', label: 'A program here' },
  { value: 'http', label: 'An address' },
] as const

/** A tool server is added or changed here, and tried before it is kept. */
export function ToolServerForm({ server, onDone }: ToolServerFormProps) {
  const [draft, setDraft] = useState(() => draftOf(server))
  const { busy, error, tried, save } = useSaveToolServer(server, draft, onDone)
  const problems = problemsOf(draft)
  const shown = tried ? problems : null
  const set = (change: Partial<ToolServerDraft>) => setDraft({ ...draft, ...change })
  const fields = { server, draft, problems: shown, set }
  return (
    <form
      className={styles['form']}
      noValidate
      aria-label={server === null ? 'New tool server' : `Edit ${server.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label="Name"
        mono
        autoFocus={server === null}
        autoComplete="off"
        maxLength={40}
        placeholder="files"
        readOnly={server !== null}
        hint={
          server === null
            ? 'Its tools are called by it, as files.read. It cannot be changed later.'
            : 'It stays: what bots were granted has this name in it.'
        }
        error={shown?.name}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <Choice
        label="How it is reached"
        options={KINDS}
        value={draft.kind}
        onChange={(kind) => set({ kind })}
      />
      {draft.kind === 'stdio' ? <ProgramFields {...fields} /> : <AddressFields {...fields} />}
      <ToolServerTest server={server} draft={draft} problems={problems} />
      {error !== null && (
        <p className={styles['problem']} role="alert">
          {error}
        </p>
      )}
      <div className={styles['buttons']}>
        <Button variant="primary" type="submit" busy={busy}>
          {server === null ? 'Add server' : 'Save'}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  )
}

function useSaveToolServer(server: ToolServer | null, draft: ToolServerDraft, onDone: () => void) {
  const call = useApp((app) => app.call)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const save = async () => {
    setTried(true)
    setError(null)
    if (Object.values(problemsOf(draft)).some((problem) => problem !== null)) return
    setBusy(true)
    try {
      const reached = toReached(draft)
      if (server === null) await call('toolServers.add', { name: draft.name.trim(), ...reached })
      else {
        const { id, version } = server
        await call('toolServers.update', { toolServerId: id, version, ...reached })
      }
      onDone()
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, tried, save }
}
