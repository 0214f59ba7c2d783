import { formatExactTime, formatRelativeTime } from './format-time'
import { useNow } from './use-now'

/** How long ago, exact on hover. `at` is epoch milliseconds. */
export function RelativeTime({
  at,
  className,
}: {
  readonly at: number
  readonly className?: string | undefined
}) {
  const now = useNow(30_000)
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExactTime(at)} className={className}>
      {formatRelativeTime(at, now)}
    </time>
  )
}
