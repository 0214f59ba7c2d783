import { useState } from 'react'
import type { LiveTurn, QueuePlace } from '@shared/model/turn'
import { useApp, useAppStore } from '../../../store/use-app'
import { BotState } from '../../../ui/bot-state'
import { Button } from '../../../ui/button'
import { formatWholeSeconds } from '../../../ui/format-duration'
import { isStopping } from '../state/chat-selectors'
import { isOver } from '../state/tool-call-state'
import { Elapsed } from './elapsed'
import styles from './message-row.module.css'

/** Nothing was said yet, or nothing since the last tool came back. */
function isAwaitingWords({ text, thinking, toolCalls = [] }: LiveTurn): boolean {
  if (thinking?.durationMs === null) return false
  return toolCalls.every(isOver) && text.length === (toolCalls.at(-1)?.at ?? 0)
}

/** What is happening until the next word comes; then nothing but room. */
export function ReplyPhase({ live }: { readonly live: LiveTurn }) {
  if (live.phase === 'storing') return <NotStored />
  // The place of the footer that will stand here, so that the end of the reply moves nothing.
  if (!isAwaitingWords(live)) return <div className={styles['footer']} aria-hidden="true" />
  if (live.place !== null) return <InLine live={live} place={live.place} />
  return live.phase === 'loading' ? <Loading live={live} /> : <Asked live={live} />
}

interface WaitProps {
  readonly live: LiveTurn
}

function Loading({ live }: WaitProps) {
  const model = useApp((state) => state.bots[live.botId]?.model ?? 'the model')
  return (
    <p className={styles['phase']}>
      <BotState state="starting" word={`Loading ${model}…`} /> <Elapsed since={live.phaseSince} />
    </p>
  )
}

function Asked({ live }: WaitProps) {
  const name = useApp((state) => state.bots[live.botId]?.name ?? live.botId)
  return (
    <p className={styles['phase']}>
      <BotState state="busy" word={`Waiting for ${name}…`} /> <Elapsed since={live.startedAt} />
    </p>
  )
}

interface InLineProps extends WaitProps {
  readonly place: QueuePlace
}

/** Where it stands in the queue for its model, and the way out. Read out when it begins and when it is next, not at each step. */
function InLine({ live, place }: InLineProps) {
  const store = useAppStore()
  const stopping = useApp(isStopping(live.sessionId))
  const isOnline = useApp((state) => state.connection.status === 'online')
  const [first] = useState(place)
  return (
    <div className={styles['line']}>
      <p className={styles['phase']} aria-live="off">
        <BotState state="waiting" word={wordsOf(place)} />
      </p>
      <span className="visually-hidden" role="status">
        {wordsOf(place.position === 1 ? { ...place, secondsLeft: null } : first)}
      </span>
      <Button
        small
        variant="quiet"
        busy={stopping}
        disabled={!isOnline}
        onClick={() => void store.getState().stopTurn(live.sessionId)}
      >
        Stop waiting
      </Button>
    </div>
  )
}

function wordsOf({ position, secondsLeft }: QueuePlace): string {
  const place = position === 1 ? 'Next in line' : `${ordinal(position)} in line`
  return secondsLeft === null ? place : `${place}, about ${formatWholeSeconds(secondsLeft * 1_000)}`
}

/** `2nd`, `3rd`, `11th`. */
function ordinal(position: number): string {
  const isTeen = position % 100 >= 11 && position % 100 <= 13
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][position % 10] ?? 'th')
  return `${position}${ending}`
}

/** The reply is over, and the disk has not taken it yet. */
function NotStored() {
  return (
    <p className={styles['phase']} role="status">
      <BotState state="waiting" word="Not stored yet." /> The disk did not take this reply. Port
      8000 keeps it and tries again every second; free some space if the disk is full.
    </p>
  )
}
