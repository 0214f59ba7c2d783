import { formatClock, formatExactTime } from '../../../ui/format-time'

/** The time of day, exact on hover. `at` is epoch milliseconds. */
export function ClockTime({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExactTime(at)}>
      {formatClock(at)}
    </time>
  )
}
