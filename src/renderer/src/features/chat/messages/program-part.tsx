import { Square, Terminal } from 'lucide-react'
import type { Message } from '@shared/model/message'
import type { ToolCall } from '@shared/model/tool'
import type { LiveTurn } from '@shared/model/turn'
import { useApp, useAppStore } from '../../../store/use-app'
import { BotState } from '../../../ui/bot-state'
import type { ShownState } from '../../../ui/bot-state'
import { Button } from '../../../ui/button'
import { formatDuration } from '../../../ui/format-duration'
import { Elapsed } from './elapsed'
import styles from './program-part.module.css'
import { RawReply } from './raw-reply'
import { ToolApproval } from './tool-approval'
import { useAbilities } from './use-abilities'
import { visibleText } from './visible-text'

export interface ProgramPartProps {
  readonly message: Message | undefined
  readonly live: LiveTurn | null
}

/** A command that a person ran: what it was, what it says, and how it ended. All of it is text. */
export function ProgramPart({ message, live }: ProgramPartProps) {
  const { text, call } = message ? toldBy(message) : toldSoFar(live)
  return (
    <section className={styles['program']} aria-label="Command" data-state={call?.state}>
      <div className={styles['head']}>
        <Terminal size={14} aria-hidden="true" />
        <code className={styles['line']}>{lineOf(call)}</code>
      </div>
      {call?.state === 'asking' && live !== null && <ToolApproval call={call} live={live} />}
      <RawReply text={visibleText(text)} isLive={live !== null} label="Output" />
      {call && call.state !== 'asking' && (
        <HowItWent call={call} message={message} live={live} isSilent={text === ''} />
      )}
    </section>
  )
}

function toldBy({ text, details }: Message) {
  return { text, call: details?.toolCalls?.[0] }
}

function toldSoFar(live: LiveTurn | null) {
  return { text: live?.text ?? '', call: live?.toolCalls?.[0] }
}

interface HowItWentProps extends ProgramPartProps {
  readonly call: ToolCall
  readonly isSilent: boolean
}

function HowItWent({ call, message, live, isSilent }: HowItWentProps) {
  const { shape, word } = endOf(call, message)
  const isRunning = call.state === 'running' && live !== null
  return (
    <p className={styles['end']}>
      <BotState state={shape} word={word} />
      {isSilent && call.state === 'done' && <span>It said nothing.</span>}
      {isRunning && <Elapsed since={call.startedAt} />}
      {call.durationMs !== null && <span>{formatDuration(call.durationMs)}</span>}
      {isRunning && <StopButton live={live} />}
    </p>
  )
}

function StopButton({ live }: { readonly live: LiveTurn }) {
  const store = useAppStore()
  const isStopping = useApp(({ chat }) => chat.conversations[live.sessionId]?.stopping ?? false)
  const { mayWrite } = useAbilities(live.botId)
  if (!mayWrite) return null
  return (
    <Button
      small
      icon={<Square size={13} aria-hidden="true" />}
      busy={isStopping}
      onClick={() => void store.getState().stopTurn(live.sessionId)}
    >
      Stop command
    </Button>
  )
}

interface End {
  readonly shape: ShownState
  readonly word: string
}

const SHAPES: Readonly<Record<ToolCall['state'], ShownState>> = {
  asking: 'waiting',
  running: 'busy',
  done: 'ready',
  failed: 'failed',
  refused: 'stopped',
}

/** What never ran has no end: its result is the rule that refused it. */
function endOf({ state, result }: ToolCall, message: Message | undefined): End {
  if (state === 'running') return { shape: 'busy', word: 'Running' }
  if (state === 'refused') return { shape: 'stopped', word: 'Refused. It did not run.' }
  const end = message?.details?.program?.end
  const isWell = end === undefined || end.exitCode === 0
  return { shape: isWell ? SHAPES[state] : 'failed', word: result ?? '' }
}

function lineOf(call: ToolCall | undefined): string {
  const command = call?.arguments['command']
  return typeof command === 'string' ? visibleText(command) : ''
}
