import { useEffect, useRef, useState } from 'react'
import type { ImportJob } from '@shared/model/transfer'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { messageOf } from '../../ui/message-of'
import { Select } from '../../ui/select'
import { FileDrop } from './file-drop'
import { Findings } from './import-findings'
import { ImportProgress } from './import-progress'
import { ImportResult } from './import-result'
import styles from './transfer.module.css'

export interface ImportDialogProps {
  /** One that an earlier dialog began. */
  readonly importId: string | null
}

/** Conversations from a file: which file, what is in it, whose they become, then they are here. */
export function ImportDialog({ importId }: ImportDialogProps) {
  const closeDialog = useApp((app) => app.closeDialog)
  const startImport = useApp((app) => app.startImport)
  const cancelImport = useApp((app) => app.cancelImport)
  const toast = useApp((app) => app.toast)
  const [jobId, setJobId] = useState(importId)
  const [error, setError] = useState<string | null>(null)
  const job = useApp((app) => app.imports[jobId ?? ''])
  const sending = useRef<AbortController | null>(null)
  const choose = async (file: File) => {
    const abort = new AbortController()
    sending.current = abort
    setError(null)
    try {
      await startImport(file, setJobId, abort.signal)
    } catch (reason) {
      if (abort.signal.aborted) return
      setJobId(null)
      setError(messageOf(reason))
    }
  }
  const giveUp = () => {
    sending.current?.abort()
    if (jobId !== null) void cancelImport(jobId)
    setJobId(null)
  }
  const close = () => {
    if (job?.state === 'running' || job?.state === 'checking')
      toast({ text: 'The import goes on. Settings, Data shows how far it is.' })
    // Nobody else can go on sending it, and what only waits is not worth keeping.
    else if (job?.state === 'receiving' || job?.state === 'ready') giveUp()
    closeDialog()
  }
  return (
    <Dialog title="Import conversations" onClose={close}>
      <div className={styles['form']}>
        {job === undefined || job.state === 'cancelled' ? (
          <Choosing error={error} onFile={(file) => void choose(file)} />
        ) : (
          <Step job={job} onGiveUp={giveUp} onClose={close} />
        )}
      </div>
    </Dialog>
  )
}

interface ChoosingProps {
  readonly error: string | null
  readonly onFile: (file: File) => void
}

function Choosing({ error, onFile }: ChoosingProps) {
  return (
    <>
      <p>
        Port 8000’s own JSON or JSON Lines, ChatGPT’s <code>conversations.json</code>, Open WebUI’s
        JSON export, or the Ollama application’s <code>db.sqlite</code>. You see what is in the file
        before anything is changed.
      </p>
      <FileDrop onFile={onFile} />
      {error !== null && <p role="alert">{error}</p>}
    </>
  )
}

interface StepProps {
  readonly job: ImportJob
  readonly onGiveUp: () => void
  readonly onClose: () => void
}

function Step({ job, onGiveUp, onClose }: StepProps) {
  switch (job.state) {
    case 'receiving':
    case 'checking':
    case 'running':
      return <ImportProgress job={job} onCancel={onGiveUp} />
    case 'ready':
      return <Ready job={job} onGiveUp={onGiveUp} />
    case 'done':
    case 'failed':
    case 'cancelled':
      return <ImportResult job={job} onAgain={onGiveUp} onClose={onClose} />
  }
}

const NEW_BOT = ''

function Ready({ job, onGiveUp }: Omit<StepProps, 'onClose'>) {
  const runImport = useApp((app) => app.runImport)
  const bots = useApp((app) => app.bots)
  const botIds = useApp((app) => app.botIds)
  const [botId, setBotId] = useState(NEW_BOT)
  const [isBusy, setIsBusy] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const { findings } = job
  if (findings === null) return null
  const run = async () => {
    setIsBusy(true)
    await runImport(job.id, botId === NEW_BOT ? null : botId)
    setIsBusy(false)
  }
  const options = [
    { value: NEW_BOT, label: 'A new bot' },
    ...botIds.map((id) => ({ value: id, label: `${bots[id]?.name ?? id} (${id})` })),
  ]
  return (
    <>
      <p className={styles['file']} dir="auto">
        {job.fileName}
      </p>
      <Findings findings={findings} />
      {findings.needsBot && (
        <Select
          label="They become conversations with"
          value={botId}
          options={options}
          hint="A new bot gets the model of new bots; you can change it at any time."
          onChange={({ target }) => setBotId(target.value)}
        />
      )}
      <div className={styles['buttons']}>
        {findings.sessions > 0 && (
          <Button ref={button} variant="primary" busy={isBusy} onClick={() => void run()}>
            Import
          </Button>
        )}
        <Button variant="quiet" onClick={onGiveUp}>
          Choose another file
        </Button>
      </div>
    </>
  )
}
