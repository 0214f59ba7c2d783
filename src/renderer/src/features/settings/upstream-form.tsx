import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { TextField } from '../../ui/text-field'
import { SecretFields } from './secret-fields'
import { describeSource, isLocked } from './setting-source'
import { draftOf, problemsOf, toFields, toSecrets } from './upstream-draft'
import type { UpstreamDraft } from './upstream-draft'
import type { Upstream } from './upstream-row'
import { UpstreamTest } from './upstream-test'
import styles from './upstreams-section.module.css'

export interface UpstreamFormProps {
  /** Null for a new one. */
  readonly upstream: Upstream | null
  readonly onDone: () => void
}

/** A server is added or changed here, and tried before it is kept. */
export function UpstreamForm({ upstream, onDone }: UpstreamFormProps) {
  const [draft, setDraft] = useState(() => draftOf(upstream))
  const { busy, error, tried, save } = useSaveUpstream(upstream, draft, onDone)
  const problems = problemsOf(draft)
  const shown = tried ? problems : null
  const set = (change: Partial<UpstreamDraft>) => setDraft({ ...draft, ...change })
  return (
    <form
      className={styles['form']}
      noValidate
      aria-label={upstream === null ? 'New server' : `Edit ${upstream.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label="Name"
        autoFocus
        autoComplete="off"
        maxLength={80}
        placeholder="GPU in the cellar"
        error={shown?.name}
        value={draft.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <AddressField upstream={upstream} draft={draft} error={shown?.address} set={set} />
      <TextField
        label="Weight"
        inputMode="numeric"
        hint="How much of the work it gets, compared with the others: 1 to 100."
        error={shown?.weight}
        value={draft.weight}
        onChange={({ target }) => set({ weight: target.value })}
      />
      <SecretFields
        known={upstream}
        draft={draft}
        error={shown?.headers}
        forgetLabel="Forget the token and headers that are set"
        set={set}
      />
      <UpstreamTest upstream={upstream} draft={draft} problems={problems} />
      {error !== null && (
        <p className={styles['problem']} role="alert">
          {error}
        </p>
      )}
      <div className={styles['buttons']}>
        <Button variant="primary" type="submit" busy={busy}>
          {upstream === null ? 'Add server' : 'Save'}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  )
}

interface FieldsProps {
  readonly upstream: Upstream | null
  readonly draft: UpstreamDraft
  readonly error: string | null | undefined
  readonly set: (change: Partial<UpstreamDraft>) => void
}

function AddressField({ upstream, draft, error, set }: FieldsProps) {
  const source = upstream?.addressSource ?? null
  const locked = source !== null && isLocked(source)
  const where = { variable: 'LLAMA_ENDPOINT or OLLAMA_HOST', flag: '--ollama' }
  return (
    <TextField
      label="Address"
      mono
      inputMode="url"
      autoComplete="off"
      placeholder="http://gpu.local:11434"
      readOnly={locked}
      hint={source === null ? 'Whatever you write here is asked.' : describeSource(source, where)}
      error={error}
      value={draft.address}
      onChange={({ target }) => set({ address: target.value })}
    />
  )
}

function useSaveUpstream(upstream: Upstream | null, draft: UpstreamDraft, onDone: () => void) {
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const save = async () => {
    setTried(true)
    setError(null)
    if (Object.values(problemsOf(draft)).some((problem) => problem !== null)) return
    setBusy(true)
    try {
      const input = { ...toFields(draft), ...toSecrets(draft) }
      if (upstream === null) await call('upstreams.add', input)
      else {
        const { id, version } = upstream
        const { address, ...others } = input
        const changed = address === upstream.address ? others : input
        await call('upstreams.update', { ...changed, upstreamId: id, version })
      }
      toast({ text: 'Saved.' })
      onDone()
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, tried, save }
}
