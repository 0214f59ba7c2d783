import { Download } from 'lucide-react'
import { useState } from 'react'
import { isCloudName, isModelName } from '@shared/model/model-name'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import styles from './models-page.module.css'

/** Names a model and has Ollama download it. */
export function PullForm({ isFirst }: { readonly isFirst: boolean }) {
  const pullModel = useApp((app) => app.pullModel)
  const servers = useApp((app) => app.engines.ollama?.upstreams)
  const [serverId, setServerId] = useState('default')
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const name = typed.trim().replace(/^ollama (?:pull|run) /, '')

  const pull = async () => {
    setBusy(true)
    setError(null)
    try {
      await pullModel(
        name,
        servers?.find(({ id }) => id === serverId),
      )
      setTyped('')
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault()
    if (busy || name === '') return
    if (isModelName(name)) void pull()
    else setError('This is no name of a model. Write it like llama3.2 or qwen2.5-coder:7b.')
  }
  return (
    <form className={styles['pullForm']} noValidate onSubmit={submit}>
      <TextField
        label="Name"
        mono
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="llama3.2"
        hint={<PullHint isFirst={isFirst} isCloud={isCloudName(name)} />}
        error={error}
        value={typed}
        onChange={({ target }) => {
          setError(null)
          setTyped(target.value)
        }}
      />
      {servers && (
        <Select
          label="Server"
          options={servers.map(({ id, name: label }) => ({ value: id, label }))}
          value={serverId}
          onChange={({ target }) => setServerId(target.value)}
        />
      )}
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        aria-disabled={name === ''}
        icon={<Download size={14} aria-hidden="true" />}
      >
        Pull
      </Button>
    </form>
  )
}

function PullHint({ isFirst, isCloud }: { readonly isFirst: boolean; readonly isCloud: boolean }) {
  if (isCloud) return 'This one runs in the cloud: what is said to it leaves this machine.'
  return (
    <>
      {isFirst && 'There is no model yet; llama3.2 (2 GB) is a good first one. '}
      The library is at{' '}
      <a href="https://ollama.com/library" target="_blank" rel="noreferrer">
        ollama.com/library
      </a>
      .
    </>
  )
}
