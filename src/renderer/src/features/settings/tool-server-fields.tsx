import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import { ForgetSecrets, SecretFields } from './secret-fields'
import type { ToolServerDraft, ToolServerProblems } from './tool-server-draft'
import type { ToolServer } from './tool-server-row'

const FORGET = 'Forget what is set'

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
      {names.length > 0 && <ForgetSecrets label={FORGET} draft={draft} set={set} />}
    </>
  )
}

/** A server that runs by itself, here or elsewhere. */
export function AddressFields({ server, draft, problems, set }: FieldsProps) {
  const known =
    server?.target.kind === 'http'
      ? { hasToken: server.hasToken, headerNames: server.secretNames }
      : null
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
      <SecretFields
        known={known}
        draft={draft}
        error={problems?.headers}
        forgetLabel={FORGET}
        set={set}
      />
    </>
  )
}
