import { ArrowUp, Square } from 'lucide-react'
import type { SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { isStopping, liveTurnIdOf, stoppableTurnIdOf } from '../state/chat-selectors'
import styles from './composer.module.css'

export interface ComposerButtonsProps {
  readonly sessionId: SessionId | null
  readonly isEmpty: boolean
  readonly mayPress: boolean
  /** Why nothing can be sent now, shown on the button. */
  readonly obstacle: string | null
}

/** Send; while a reply is made, Stop, and beside it Send for a message that will wait. */
export function ComposerButtons({ sessionId, isEmpty, mayPress, obstacle }: ComposerButtonsProps) {
  const hasLive = useApp(liveTurnIdOf(sessionId ?? '')) !== null
  const mayStop = useApp(stoppableTurnIdOf(sessionId ?? '')) !== null
  const showsSend = !mayStop || !isEmpty
  return (
    <div className={styles['buttons']}>
      {showsSend && (
        <Button
          type="submit"
          variant={hasLive ? 'secondary' : 'primary'}
          icon={<ArrowUp size={16} aria-hidden="true" />}
          aria-disabled={!mayPress}
          title={obstacle ?? undefined}
        >
          <span className={styles['label']}>{hasLive ? 'Queue' : 'Send'}</span>
        </Button>
      )}
      {mayStop && sessionId !== null && <StopButton sessionId={sessionId} />}
    </div>
  )
}

function StopButton({ sessionId }: { readonly sessionId: SessionId }) {
  const store = useAppStore()
  const stopping = useApp(isStopping(sessionId))
  const isOnline = useApp((state) => state.connection.status === 'online')
  return (
    <Button
      variant="primary"
      icon={<Square size={13} fill="currentColor" aria-hidden="true" />}
      busy={stopping}
      disabled={!isOnline}
      title={isOnline ? undefined : 'Not connected: the reply goes on by itself'}
      aria-keyshortcuts="Control+. Meta+."
      onClick={() => void store.getState().stopTurn(sessionId)}
    >
      <span className={styles['label']}>{stopping ? 'Stopping' : 'Stop'}</span>
    </Button>
  )
}
