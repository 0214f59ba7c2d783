import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import type { ToolServerDraft, ToolServerProblems } from './tool-server-draft'
import type { ToolServer } from './tool-server-row'
import styles from './upstreams-section.module.css'

interface FieldsProps {
  readonly server: ToolServer | null
  readonly draft: ToolServerDraft
  /** Null while nobody tried to save. */
  readonly problems: ToolServerProblems | null
  readonly set: (change: Partial<ToolServerDraft>) => void
}

/** A program that is started on the machine where Port 8000 runs. */
export function ProgramFields({ server, draft, problems, set }: FieldsProps) {
  const names = server?.target.kind === 'stdio' ? server.secretNames : []
  return (
    <>
      <TextField
        label="Program"
        mono
        autoComplete="off"
        placeholder="npx"
        hint="It runs with your rights on the machine of Port 8000, so add only what you trust. A whole path, or a name that is on the PATH there."
        error={problems?.command}
        value={draft.command}
        onChange={({ target }) => set({ command: target.value })}
      />
      <TextArea
        label="Arguments"
        mono
        rows={3}
        placeholder={'-y\n@modelcontextprotocol/server-filesystem\n/home/me/notes'}
        hint="One on each line, given as it is: no quotes are needed, and no shell reads them."
        value={draft.arguments}
        onChange={({ target }) => set({ arguments: target.value })}
      />
      <TextArea
        label="Variables"
        mono
        rows={2}
        placeholder="API_KEY=…"
        hint={
          names.length > 0
            ? `Set: ${names.join(', ')}. What you write replaces them all; another program gets none of them.`
            : 'For keys and the like: one on each line, as NAME=value. They are never shown again.'
        }
        error={problems?.environment}
        value={draft.environment}
        onChange={({ target }) => set({ environment: target.value })}
      />
      {names.length > 0 && <Forget draft={draft} set={set} />}
    </>
  )
}

/** A server that runs by itself, here or elsewhere. */
export function AddressFields({ server, draft, problems, set }: FieldsProps) {
  const isAddress = server?.target.kind === 'http'
  const names = isAddress ? server.secretNames : []
  const hasToken = isAddress && server.hasToken
  return (
    <>
      <TextField
        label="Address"
        mono
        inputMode="url"
        autoComplete="off"
        placeholder="https://tools.local/mcp"
        hint="What bots say to its tools goes there."
        error={problems?.url}
        value={draft.url}
        onChange={({ target }) => set({ url: target.value })}
      />
      <TextField
        label="Token"
        type="password"
        mono
        autoComplete="new-password"
        hint={
          hasToken
            ? 'Set, and never shown. Left empty it stays.'
            : 'Only where the server asks for one. It is never shown again.'
        }
        value={draft.token}
        onChange={({ target }) => set({ token: target.value })}
      />
      <TextArea
        label="Further headers"
        mono
        rows={2}
        placeholder="X-Api-Key: …"
        hint={
          names.length > 0
            ? `Set: ${names.join(', ')}. What you write replaces them all.`
            : 'One on each line, as “Name: value”.'
        }
        error={problems?.headers}
        value={draft.headers}
        onChange={({ target }) => set({ headers: target.value })}
      />
      {(hasToken || names.length > 0) && <Forget draft={draft} set={set} />}
    </>
  )
}

function Forget({ draft, set }: Pick<FieldsProps, 'draft' | 'set'>) {
  return (
    <label className={styles['check']}>
      <input
        type="checkbox"
        checked={draft.forget}
        onChange={({ target }) => set({ forget: target.checked })}
      />
      Forget what is set
    </label>
  )
}
