import type { ImportJob } from '@shared/model/transfer'
import { Button } from '../../ui/button'
import { formatBytes } from '../../ui/format-bytes'
import { formatNumber } from '../../ui/format-number'
import styles from './transfer.module.css'

export interface ImportProgressProps {
  readonly job: ImportJob
  readonly onCancel: () => void
}

/** How far a file is: sent, checked, or brought in. */
export function ImportProgress({ job, onCancel }: ImportProgressProps) {
  const fraction = job.state === 'receiving' ? job.received / job.bytes : job.fraction
  return (
    <div className={styles['job']} role="group" aria-label={job.fileName}>
      <p className={styles['file']} dir="auto">
        {job.fileName}
      </p>
      <progress className={styles['bar']} aria-label="Import" max={1} value={fraction} />
      <p className={styles['numbers']} role="status">
        {wordsOf(job)}
      </p>
      <Button small onClick={onCancel}>
        Cancel the import
      </Button>
    </div>
  )
}

function wordsOf({ state, received, bytes, written, findings }: ImportJob): string {
  if (state === 'receiving') return `Sent ${formatBytes(received)} of ${formatBytes(bytes)}`
  if (state === 'checking') return 'Looking through the file. Nothing is changed yet.'
  return `${formatNumber(written.messages)} of ${formatNumber(findings?.messages ?? 0)} messages`
}
