import type { Pull } from '@shared/model/model'
import { useApp } from '../../store/use-app'
import { formatBytes } from '../../ui/format-bytes'
import { formatWholeSeconds } from '../../ui/format-duration'
import { useNow } from '../../ui/use-now'
import styles from './models-page.module.css'

/** Nothing where another file turned up after the bar had come far: the bar waits, and the bytes tell better how it stands. */
function percentOf({ fraction, completed, total }: Pull): readonly string[] {
  const isHeld = fraction - completed / Math.max(1, total) > 0.02
  return isHeld ? [] : [`${String(Math.floor(fraction * 100))} %`]
}

function bytesOf({ completed, total }: Pull): string {
  return `${formatBytes(completed)} of ${formatBytes(total)}`
}

/** How far, how much, how fast, how long: `43 %  1.2 GB of 2.8 GB  41 MB/s  38 s left`. */
function numbersOf(pull: Pull): readonly string[] {
  const { bytesPerSecond, secondsLeft } = pull
  return [
    ...percentOf(pull),
    bytesOf(pull),
    ...(bytesPerSecond === null ? [] : [`${formatBytes(bytesPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [`${formatWholeSeconds(Math.ceil(secondsLeft) * 1000)} left`]),
  ]
}

/** What a pull is doing, in words and numbers. */
export function PullState({ pull }: { readonly pull: Pull }) {
  if (pull.state === 'failed') {
    return (
      <p className={styles['failed']} role="alert">
        {pull.error?.message}
      </p>
    )
  }
  if (pull.state === 'cancelled') {
    return (
      <p className={styles['numbers']}>
        {pull.total === 0
          ? 'Cancelled.'
          : `Cancelled at ${bytesOf(pull)}. What has come is kept: continue whenever you like.`}
      </p>
    )
  }
  if (pull.stalledSince !== null) return <Stalled pull={pull} since={pull.stalledSince} />
  if (pull.phase === 'checking')
    return <p className={styles['numbers']}>All here. Ollama checks and stores it…</p>
  if (pull.total === 0)
    return <p className={styles['numbers']}>Asking the library what belongs to it…</p>
  return (
    <p className={styles['numbers']}>
      {numbersOf(pull).map((part) => (
        <span key={part}>{part}</span>
      ))}
    </p>
  )
}

function Stalled({ pull, since }: { readonly pull: Pull; readonly since: number }) {
  const offset = useApp((app) => app.clockOffsetMs)
  const now = useNow(1_000) + offset
  const silent = formatWholeSeconds(now - since)
  return (
    <p className={styles['stalled']} role="status">
      {pull.total > 0 && `${bytesOf(pull)}. `}Nothing has come for{' '}
      <span className={styles['number']}>{silent}</span>. Ollama keeps trying; check its network, or
      cancel and continue later.
    </p>
  )
}
