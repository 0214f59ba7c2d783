import type { Message } from '@shared/model/message'
import { BotState } from '../../../ui/bot-state'
import { ClockTime } from './clock-time'
import styles from './unfinished-reply.module.css'

const WORDS = {
  stopped: 'An earlier try, stopped',
  failed: 'An earlier try, failed',
  interrupted: 'An earlier try, broken off',
  complete: 'An earlier try',
} as const

/** An unfinished reply that was asked for again since: one quiet line, the reason behind it. */
export function EarlierTry({ message }: { readonly message: Message }) {
  const { status, error } = message
  return (
    <details className={styles['earlier']}>
      <summary>
        <BotState state={status === 'stopped' ? 'stopped' : 'failed'} word={WORDS[status]} />
        <ClockTime at={message.createdAt} />
      </summary>
      <p>{error?.message ?? 'It was stopped by hand.'}</p>
    </details>
  )
}
