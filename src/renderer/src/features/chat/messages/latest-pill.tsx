import { ArrowDown } from 'lucide-react'
import { useState } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { hasLaterOf, lastMessageIdOf, messageIdsOf } from '../state/chat-selectors'
import styles from './message-list.module.css'

export interface LatestPillProps {
  readonly sessionId: SessionId
  readonly onPress: () => void
}

/** The way back to the end, with how much came there since the reader went up. */
export function LatestPill({ sessionId, onPress }: LatestPillProps) {
  const store = useAppStore()
  const ids = useApp(messageIdsOf(sessionId))
  const lastId = useApp(lastMessageIdOf(sessionId))
  const hasLater = useApp(hasLaterOf(sessionId))
  const [leftAt] = useState(lastId)
  const left = leftAt === null ? -1 : ids.lastIndexOf(leftAt)
  const count = left < 0 && leftAt !== null ? 0 : ids.length - 1 - left
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
        {hasLater ? 'Back to the newest' : count > 0 ? `${count} new` : 'Latest'}
      </Button>
    </div>
  )
}
