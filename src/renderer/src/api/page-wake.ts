/** Between two looks at the clock. */
const TICK_MS = 5_000
/** Timers that come this late did not run: the machine slept, or the page was frozen. */
const SLEPT_MS = 20_000

/**
 * Calls the listener whenever the page may have missed something: the network is back, the tab is shown or comes out of the
 * browser's cache, the page is thawed, the machine wakes up. It lasts as long as the page.
 */
export function onPageWake(listener: () => void): void {
  addEventListener('online', listener)
  addEventListener('pageshow', listener)
  document.addEventListener('resume', listener)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) listener()
  })
  let lastTick = Date.now()
  setInterval(() => {
    const now = Date.now()
    const slept = now - lastTick > SLEPT_MS
    lastTick = now
    // A hidden tab's timers are held back by the browser; it wakes by being shown.
    if (slept && !document.hidden) listener()
  }, TICK_MS)
}
