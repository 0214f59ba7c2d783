import type { InstanceState } from '@shared/model/instance'
import styles from './bot-state.module.css'
import { classNames } from './class-names'

/** `waiting` is not a state of the controller: it is how a queued or cut-off bot is shown. */
export type ShownState = InstanceState | 'waiting'

function shapeOf(state: ShownState) {
  switch (state) {
    case 'ready':
      return <circle cx="6" cy="6" r="4.5" fill="currentColor" />
    case 'busy':
      return (
        <>
          <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 2a4 4 0 0 0 0 8Z" fill="currentColor" />
        </>
      )
    case 'starting':
    case 'waiting':
      return <path d="M6 1.2 11.2 10.4H.8Z" fill="currentColor" />
    case 'failed':
      return (
        <path
          d="M2.2 2.2 9.8 9.8M9.8 2.2 2.2 9.8"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
      )
    case 'stopped':
    case 'stopping':
      return <circle cx="6" cy="6" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.6" />
  }
}

export interface BotStateProps {
  readonly state: ShownState
  /** Said in place of the state's own word, as "loading, 4.2 s". */
  readonly word?: string | undefined
  /** Shape only, with the word read out and on hover. */
  readonly compact?: boolean
}

/** What a bot is doing: shape, colour and word, the same everywhere. */
export function BotState({ state, word = state, compact = false }: BotStateProps) {
  return (
    <span
      className={classNames(styles['state'], styles[state])}
      data-state={state}
      title={compact ? word : undefined}
    >
      <svg
        className={styles['shape']}
        viewBox="0 0 12 12"
        width="12"
        height="12"
        aria-hidden="true"
      >
        {shapeOf(state)}
      </svg>
      <span className={compact ? 'visually-hidden' : styles['word']}>{word}</span>
    </span>
  )
}
