import { Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button'
import { formatBytes } from '../../ui/format-bytes'
import { formatDuration } from '../../ui/format-duration'
import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import styles from './api-page.module.css'
import { addressOf } from './open-api'
import type { Operation, Parameter } from './open-api'

interface Answer {
  readonly status: string
  readonly ok: boolean
  readonly ms: number
  readonly body: string
}

function problemOfBody(text: string | null): string | null {
  if (text === null || text.trim() === '') return null
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? `This is not JSON: ${error.message}` : 'This is not JSON.'
  }
}

function hintOf({ description, schema, required }: Parameter): string {
  const type = typeof schema?.type === 'string' ? schema.type : null
  return [required === true ? 'required' : 'optional', type, description]
    .filter((part) => part != null && part !== '')
    .join(' · ')
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

async function ask(operation: Operation, address: string, body: string | null): Promise<Answer> {
  const began = performance.now()
  try {
    const response = await fetch(address, {
      method: operation.method.toUpperCase(),
      ...(body === null || body.trim() === ''
        ? {}
        : { body, headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    const status = `${response.status} ${response.statusText}`.trim()
    return { status, ok: response.ok, ms: performance.now() - began, body: pretty(text) }
  } catch {
    const body = 'Port 8000 did not answer. Check the connection, then try again.'
    return { status: 'no answer', ok: false, ms: performance.now() - began, body }
  }
}

/** Parameters and body of an operation, and what it answers. */
export function TryOperation({ operation }: { readonly operation: Operation }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [body, setBody] = useState(operation.bodyExample)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const missing = operation.parameters.filter(
    ({ name, required }) => required === true && (values[name] ?? '') === '',
  )
  const bodyProblem = problemOfBody(body)
  const address = addressOf(operation, values)

  const run = async () => {
    setTried(true)
    if (missing.length > 0 || bodyProblem !== null || busy) return
    setBusy(true)
    setAnswer(await ask(operation, address, body))
    setBusy(false)
  }
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void run()
      }}
    >
      {operation.parameters.map((parameter) => (
        <TextField
          key={parameter.name}
          label={parameter.name}
          mono
          autoComplete="off"
          spellCheck={false}
          hint={hintOf(parameter)}
          error={tried && missing.includes(parameter) ? 'Needs a value.' : null}
          value={values[parameter.name] ?? ''}
          onChange={({ target }) => setValues({ ...values, [parameter.name]: target.value })}
        />
      ))}
      {body !== null && (
        <TextArea
          label="Body"
          mono
          rows={Math.min(14, Math.max(3, body.split('\n').length))}
          spellCheck={false}
          error={bodyProblem}
          value={body}
          onChange={({ target }) => setBody(target.value)}
        />
      )}
      <div className={styles['try']}>
        <Button
          variant="primary"
          type="submit"
          busy={busy}
          icon={<Play size={14} aria-hidden="true" />}
        >
          Try it
        </Button>
        <code className={styles['address']}>{address}</code>
      </div>
      {answer !== null && <ShownAnswer answer={answer} />}
    </form>
  )
}

function ShownAnswer({ answer }: { readonly answer: Answer }) {
  return (
    <div className={styles['answer']} role="status">
      <p className={styles['status']}>
        <strong className={answer.ok ? styles['good'] : styles['bad']}>{answer.status}</strong> in{' '}
        {formatDuration(answer.ms)}, {formatBytes(new Blob([answer.body]).size)}
      </p>
      <pre className={styles['body']} tabIndex={0} aria-label="Body of the answer">
        {answer.body}
      </pre>
    </div>
  )
}
