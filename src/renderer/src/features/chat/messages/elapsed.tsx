import { useApp } from '../../../store/use-app'
import { formatDuration, formatSeconds } from '../../../ui/format-duration'
import { useNow } from '../../../ui/use-now'

const MINUTE_MS = 60_000

/** Seconds since an instant of the controller's clock, with one digit, going on. */
export function Elapsed({ since }: { readonly since: number }) {
  const offset = useApp((state) => state.clockOffsetMs)
  const now = useNow(100)
  const ms = Math.max(0, now + offset - since)
  return <span aria-hidden="true">{ms < MINUTE_MS ? formatSeconds(ms) : formatDuration(ms)}</span>
}
