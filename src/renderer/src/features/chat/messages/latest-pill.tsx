import { ArrowDown } from 'lucide-react'
import { useState } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { formatNumber } from '../../../ui/format-number'
import { hasLaterOf, lastSeqOf } from '../state/chat-selectors'
import styles from './message-list.module.css'

export interface LatestPillProps {
  readonly sessionId: SessionId
  readonly onPress: () => void
}

/** The way back to the end, with how much came there since the reader went up. */
export function LatestPill({ sessionId, onPress }: LatestPillProps) {
  const store = useAppStore()
  const lastSeq = useApp(lastSeqOf(sessionId))
  const hasLater = useApp(hasLaterOf(sessionId))
  const [leftAt] = useState(lastSeq)
  const count = lastSeq - leftAt
  const toNewest = async () => {
    await store.getState().showNewest(sessionId)
    onPress()
  }
  return (
    <div className={styles['pillPlace']}>
      <Button
        small
        className={styles['pill']}
        icon={<ArrowDown size={14} aria-hidden="true" />}
        onClick={() => void toNewest()}
      >
        {count > 0 ? `${formatNumber(count)} new` : hasLater ? 'Back to the newest' : 'Latest'}
      </Button>
    </div>
  )
}
