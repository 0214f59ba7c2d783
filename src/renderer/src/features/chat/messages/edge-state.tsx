import type { SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { Spinner } from '../../../ui/spinner'
import { earlierOf, laterOf } from '../state/chat-selectors'
import type { Side } from '../state/page-slices'
import styles from './message-list.module.css'

export interface EdgeStateProps {
  readonly sessionId: SessionId
  readonly side: Side
}

/** Where what is here begins or ends: mostly nothing, for more comes before its reader does. Its height never changes. */
export function EdgeState({ sessionId, side }: EdgeStateProps) {
  const store = useAppStore()
  const state = useApp((side === 'earlier' ? earlierOf : laterOf)(sessionId))
  const again = () => {
    const actions = store.getState()
    void (side === 'earlier' ? actions.loadEarlier(sessionId) : actions.loadLater(sessionId))
  }
  return (
    <div className={styles['edge']}>
      {state === 'loading' && (
        <span className={styles['loading']}>
          <Spinner /> Loading {side} messages…
        </span>
      )}
      {state === 'failed' && (
        <>
          <span role="status">
            {side === 'earlier' ? 'Earlier' : 'Later'} messages could not be loaded.
          </span>
          <Button small variant="quiet" onClick={again}>
            Try again
          </Button>
        </>
      )}
    </div>
  )
}
