import { formatDay, localDayOf } from '../../../ui/local-day'
import { useNow } from '../../../ui/use-now'
import styles from './message-row.module.css'

const MINUTE_MS = 60_000

export interface DateLineProps {
  /** Epoch milliseconds of what stands under the line. */
  readonly at: number
  /** Of what stands above it; null at the beginning. */
  readonly previousAt: number | null
}

/** Where a new day of the reader begins: "Today", "Yesterday", or the date. Nothing within a day. */
export function DateLine({ at, previousAt }: DateLineProps) {
  if (previousAt !== null && localDayOf(at) === localDayOf(previousAt)) return null
  return <Day at={at} />
}

function Day({ at }: { readonly at: number }) {
  const now = useNow(MINUTE_MS)
  return (
    <p className={styles['date']}>
      <time dateTime={localDayOf(at)}>{formatDay(at, now)}</time>
    </p>
  )
}
