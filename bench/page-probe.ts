// What runs inside the page, as text: the benches are compiled without the DOM's types. Each is one expression.

/** Opens a session by its address; answers the milliseconds until its messages are painted. */
export function openingOf(hash: string): string {
  return `new Promise((resolve) => {
    const startedAt = performance.now()
    location.hash = ${JSON.stringify(hash)}
    const look = () => {
      const rows = document.querySelectorAll('[role="log"] [data-row-id]')
      const here = [...rows].some((row) => row.getBoundingClientRect().bottom > 0)
      if (here && rows.length > 1) requestAnimationFrame(() => resolve(performance.now() - startedAt))
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })`
}

/** Begins to count frames, long tasks and how long each key takes until it is painted. */
export const BEGIN = `(() => {
  const said = () => document.querySelector('[role="log"]')?.textContent.length ?? 0
  const probe = { said, saidBefore: said(), frames: 0, startedAt: performance.now(), tasks: [], keys: [], on: true }
  window.benchProbe = probe
  const frame = () => { probe.frames += 1; if (probe.on) requestAnimationFrame(frame) }
  requestAnimationFrame(frame)
  const watch = (type, options, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, ...options })
  watch('longtask', {}, (entry) => probe.on && probe.tasks.push(entry.duration))
  watch('event', { durationThreshold: 16 }, (entry) => probe.on && entry.name === 'keydown' && probe.keys.push(entry.duration))
})()`

/** Ends counting and answers what was counted, as \`Counted\`. */
export const END = `(() => {
  const probe = window.benchProbe
  probe.on = false
  const seconds = (performance.now() - probe.startedAt) / 1000
  return {
    framesPerSecond: probe.frames / seconds,
    longTasks: probe.tasks,
    slowKeys: probe.keys,
    grownBy: probe.said() - probe.saidBefore,
    rows: document.querySelectorAll('[role="log"] [data-row-id]').length,
  }
})()`

export interface Counted {
  readonly framesPerSecond: number
  /** Milliseconds of each task over 50. */
  readonly longTasks: readonly number[]
  /** Milliseconds of each key that took 16 or more; the quicker ones are not told. */
  readonly slowKeys: readonly number[]
  /** Characters that came into the conversation meanwhile. */
  readonly grownBy: number
  readonly rows: number
}
