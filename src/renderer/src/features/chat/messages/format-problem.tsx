import type { BotId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { BotState } from '../../../ui/bot-state'
import { RetryButton } from './retry-button'
import styles from './unfinished-reply.module.css'

export interface FormatProblemProps {
  readonly message: Message
  readonly botId: BotId
}

/** Why a whole reply is not in the format that was asked for, and another try. Nothing where it is. */
export function FormatProblem({ message, botId }: FormatProblemProps) {
  const problem = message.details?.format?.problem
  if (message.status !== 'complete' || problem === undefined || problem === null) return null
  return (
    <div className={styles['misfit']} role="group" aria-label="Not in the format asked for">
      <p>
        <BotState state="failed" word="Not in the format asked for." /> {problem}
      </p>
      <RetryButton message={message} botId={botId} variant="quiet" />
    </div>
  )
}
