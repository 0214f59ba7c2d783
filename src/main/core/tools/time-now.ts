import type { Tool } from './tool'

/** The time where the controller runs. */
export function timeNow(now: () => number): Tool {
  return {
    name: 'time.now',
    description: 'The date, the time and the time zone of this moment.',
    parameters: { type: 'object', properties: {}, additionalProperties: false },
    server: null,
    fingerprint: null,
    run: () => {
      const at = new Date(now())
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      const parts = (options: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat('en-CA', { timeZone, ...options }).format(at)
      return Promise.resolve(
        JSON.stringify({
          date: parts({ year: 'numeric', month: '2-digit', day: '2-digit' }),
          time: parts({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
          weekday: parts({ weekday: 'long' }),
          zone: timeZone,
          utc: at.toISOString(),
        }),
      )
    },
  }
}
