import { ChevronRight, Wrench } from 'lucide-react'
import { useState } from 'react'
import type { ToolCall } from '@shared/model/tool'
import type { LiveTurn } from '@shared/model/turn'
import { BotState } from '../../../ui/bot-state'
import type { ShownState } from '../../../ui/bot-state'
import { formatDuration } from '../../../ui/format-duration'
import { Elapsed } from './elapsed'
import { ToolApproval } from './tool-approval'
import styles from './tool-call-part.module.css'
import { visibleText } from './visible-text'

const STATES: Readonly<
  Record<ToolCall['state'], { readonly shape: ShownState; readonly word: string }>
> = {
  asking: { shape: 'waiting', word: 'Waits for an answer' },
  running: { shape: 'busy', word: 'Running' },
  done: { shape: 'ready', word: 'Done' },
  failed: { shape: 'failed', word: 'Failed' },
  refused: { shape: 'stopped', word: 'Refused' },
}

export interface ToolCallPartProps {
  readonly call: ToolCall
  /** The reply it is of, while that is being made. */
  readonly live: LiveTurn | null
}

/** A tool that a reply used: its name and how it went; unfolded, what it was given and what it found. All of it is text. */
export function ToolCallPart({ call, live }: ToolCallPartProps) {
  const { tool, state, startedAt, durationMs, result } = call
  const [isUnfolded, setUnfolded] = useState<boolean | null>(null)
  const isOpen = isUnfolded ?? state === 'asking'
  const { shape, word } = STATES[state]
  return (
    <details
      className={styles['call']}
      data-state={state}
      open={isOpen}
      onToggle={({ currentTarget }) => {
        // Also where it opens by itself; only what a person does is kept.
        if (currentTarget.open !== isOpen) setUnfolded(currentTarget.open)
      }}
    >
      <summary className={styles['head']}>
        <ChevronRight size={14} aria-hidden="true" className={styles['sign']} />
        <Wrench size={14} aria-hidden="true" />
        <span className={styles['tool']}>{tool}</span>
        <span className={styles['state']}>
          <BotState state={shape} word={word} />{' '}
          {state === 'running' && live !== null && <Elapsed since={startedAt} />}
          {durationMs !== null && formatDuration(durationMs)}
        </span>
      </summary>
      <div className={styles['body']}>
        <Piece label="Arguments" text={textOf(call.arguments)} />
        {result !== null && <Piece label="Result" text={result} />}
        {state === 'asking' && live !== null && <ToolApproval call={call} live={live} />}
      </div>
    </details>
  )
}

function Piece({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <>
      <p className={styles['label']}>{label}</p>
      <pre className={styles['text']} dir="auto" tabIndex={0} aria-label={label}>
        {visibleText(text)}
      </pre>
    </>
  )
}

function textOf(args: ToolCall['arguments']): string {
  return Object.keys(args).length === 0 ? 'none' : JSON.stringify(args, null, 2)
}
