import { useEffect, useRef } from 'react'
import type { SessionId } from '@shared/model/ids'
import type { ImportJob } from '@shared/model/transfer'
import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { Button } from '../../ui/button'
import { formatNumber } from '../../ui/format-number'
import { conversations } from './import-findings'
import styles from './transfer.module.css'

export interface ImportResultProps {
  readonly job: ImportJob
  readonly onAgain: () => void
  readonly onClose: () => void
}

/** What came of it: the conversations, to be shown, or what was wrong and where. */
export function ImportResult({ job, onAgain, onClose }: ImportResultProps) {
  const findSession = useApp((app) => app.findSession)
  const selectSession = useApp((app) => app.selectSession)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const { state, error, written, firstSessionId } = job
  const show = async (sessionId: SessionId) => {
    onClose()
    // It may be older than the lists reach.
    if (await findSession(sessionId)) selectSession(sessionId)
  }
  if (state !== 'done') {
    return (
      <>
        <p role="alert">
          <BotState state="failed" word="Not imported." /> {error?.message}
        </p>
        <Button ref={button} onClick={onAgain}>
          Choose another file
        </Button>
      </>
    )
  }
  return (
    <>
      <p role="status">
        Imported {conversations(written.sessions)}, {formatNumber(written.messages)} messages.
      </p>
      <div className={styles['buttons']}>
        {firstSessionId !== null && (
          <Button ref={button} variant="primary" onClick={() => void show(firstSessionId)}>
            Show
          </Button>
        )}
        <Button variant="quiet" onClick={onAgain}>
          Import another file
        </Button>
      </div>
    </>
  )
}
