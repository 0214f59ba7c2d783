import { RotateCcw } from 'lucide-react'
import type { BotId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { answeredIdOf, mayRetry, retryingOf } from '../state/chat-selectors'
import { useAbilities } from './use-abilities'

export interface RetryButtonProps {
  readonly message: Message
  readonly botId: BotId
  readonly variant: 'secondary' | 'quiet'
}

/** Asks for another version of a reply; who may launch the bot can do that with it. */
export function RetryButton({ message, botId, variant }: RetryButtonProps) {
  const store = useAppStore()
  const { sessionId } = message
  const answeredId = useApp(answeredIdOf(message))
  const isRetriable = useApp(mayRetry(message))
  const isRetrying = useApp(retryingOf(sessionId)) === answeredId
  const name = useApp((state) => state.bots[botId]?.name ?? botId)
  const { mayWrite, mayManage, isLaunched } = useAbilities(botId)
  const mayTry = isLaunched || mayManage
  if (!isRetriable || !mayWrite || answeredId === null) return null
  return (
    <Button
      small
      variant={variant}
      icon={<RotateCcw size={14} aria-hidden="true" />}
      busy={isRetrying}
      aria-disabled={!mayTry}
      title={mayTry ? undefined : `The owner can launch ${name}`}
      onClick={() => {
        if (mayTry) void store.getState().retry(botId, sessionId, answeredId)
      }}
    >
      {isLaunched || !mayManage ? 'Try again' : 'Launch and try again'}
    </Button>
  )
}
