import { Download } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ExportJob } from '@shared/model/transfer'
import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { Button } from '../../ui/button'
import { formatBytes } from '../../ui/format-bytes'
import { formatNumber } from '../../ui/format-number'
import styles from './transfer.module.css'

export interface ExportStateProps {
  readonly exportId: string
  /** Saves the file as soon as it is there, without another press. */
  readonly savesItself?: boolean
}

/** How far an export is; then its file, to be saved. */
export function ExportState({ exportId, savesItself = false }: ExportStateProps) {
  const job = useApp((app) => app.exports[exportId])
  const cancelExport = useApp((app) => app.cancelExport)
  if (job === undefined)
    return <p role="status">This file is not kept any more. Export once more.</p>
  return (
    <div className={styles['job']} role="group" aria-label={job.fileName}>
      <p className={styles['file']} dir="auto">
        {job.fileName}
      </p>
      <Outcome job={job} savesItself={savesItself} />
      {(job.state === 'waiting' || job.state === 'running') && (
        <Button small onClick={() => void cancelExport(exportId)}>
          Cancel the export
        </Button>
      )}
    </div>
  )
}

interface OutcomeProps {
  readonly job: ExportJob
  readonly savesItself: boolean
}

function Outcome({ job, savesItself }: OutcomeProps) {
  switch (job.state) {
    case 'waiting':
    case 'running':
      return <Progress job={job} />
    case 'done':
      return <SaveLink job={job} savesItself={savesItself} />
    case 'failed':
      return (
        <p role="alert">
          <BotState state="failed" word="Not exported." /> {job.error?.message}
        </p>
      )
    case 'cancelled':
      return <p role="status">The export was cancelled.</p>
  }
}

function Progress({ job: { written, total } }: { readonly job: ExportJob }) {
  const of = total === null ? '' : ` of ${formatNumber(total.messages)}`
  return (
    <>
      <progress
        className={styles['bar']}
        aria-label="Export"
        max={Math.max(1, total?.messages ?? 1)}
        {...(total === null ? {} : { value: written.messages })}
      />
      <p className={styles['numbers']} role="status">
        {formatNumber(written.messages)}
        {of} messages
      </p>
    </>
  )
}

/** The same address in the window and in a browser; either keeps the file where its person says. */
function SaveLink({ job, savesItself }: OutcomeProps) {
  const link = useRef<HTMLAnchorElement>(null)
  const hasSaved = useRef(!savesItself)
  useEffect(() => {
    if (hasSaved.current) return
    hasSaved.current = true
    link.current?.click()
  }, [])
  return (
    <>
      <a
        ref={link}
        className={styles['save']}
        href={`/api/v1/exports/${job.id}/file`}
        download={job.fileName}
      >
        <Download size={15} aria-hidden="true" /> Save the file
      </a>
      <p className={styles['numbers']} role="status">
        {formatNumber(job.written.sessions)} conversations, {formatNumber(job.written.messages)}{' '}
        messages, {formatBytes(job.bytes)}
      </p>
    </>
  )
}
