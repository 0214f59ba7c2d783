import type { BotOptions } from '@shared/model/bot-options'

/** The options that are one number each. */
export type NumberOption = Exclude<
  keyof BotOptions,
  'stop' | 'keepAliveS' | 'think' | 'format' | 'tools' | 'storedAnswers'
>

interface Range {
  readonly min: number
  readonly max: number
  readonly whole?: true
}

/** As the contract has them (shared/model/bot-options.ts), which the page cannot load: it would bring all of zod. */
export const RANGES: Readonly<Record<NumberOption, Range>> = {
  topP: { min: 0, max: 1 },
  topK: { min: 0, max: 1_000, whole: true },
  minP: { min: 0, max: 1 },
  repeatPenalty: { min: 0, max: 2 },
  presencePenalty: { min: -2, max: 2 },
  frequencyPenalty: { min: -2, max: 2 },
  seed: { min: 0, max: 2_147_483_647, whole: true },
  contextLength: { min: 512, max: 1_048_576, whole: true },
}

const MAX_STOPS = 16
const MAX_STOP_LENGTH = 100
const MAX_KEEP_ALIVE_S = 31_536_000
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const

/** What is wrong with a number as typed; null where nothing is, also where nothing was typed. */
export function problemOfNumber(option: NumberOption, text: string): string | null {
  if (text.trim() === '') return null
  const { min, max, whole } = RANGES[option]
  const value = Number(text)
  const fits = value >= min && value <= max && (whole !== true || Number.isInteger(value))
  const range = `from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`
  return fits ? null : `Takes a ${whole ? 'whole number' : 'number'} ${range}, or nothing.`
}

/** One a line; a line break inside one is written `\n`, a backslash `\\`. */
export function stopsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) =>
    line.replace(/\\([nt\\])/g, (_, sign: string) =>
      sign === 'n' ? '\n' : sign === 't' ? '\t' : '\\',
    ),
  )
}

export function textOfStops(stops: readonly string[]): string {
  return stops
    .map((stop) => stop.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t'))
    .join('\n')
}

export function problemOfStops(text: string): string | null {
  const stops = stopsOf(text)
  if (stops.length > MAX_STOPS) return `Takes at most ${MAX_STOPS} lines.`
  return stops.some(({ length }) => length > MAX_STOP_LENGTH)
    ? `Takes at most ${MAX_STOP_LENGTH} characters a line.`
    : null
}

/** Seconds of `45s`, `30m`, `2 h`, `1d`, `0` or `forever`, which is -1; null where it is none of these or too long. */
export function secondsOf(text: string): number | null {
  if (/^\s*for\s?ever\s*$/i.test(text)) return -1
  const [, amount, unit = ''] = /^\s*(\d{1,9})\s*([smhd]?)\s*$/i.exec(text) ?? []
  if (amount === undefined) return null
  // A number alone could be minutes as well; only nothing at all is the same in every unit.
  const inUnit = unit === '' ? (Number(amount) === 0 ? 0 : null) : SECONDS[unitOf(unit)]
  if (inUnit === null) return null
  const seconds = Number(amount) * inUnit
  return seconds <= MAX_KEEP_ALIVE_S ? seconds : null
}

function unitOf(letter: string): keyof typeof SECONDS {
  return (['s', 'm', 'h', 'd'] as const).find((unit) => unit === letter.toLowerCase()) ?? 's'
}

export function textOfSeconds(seconds: number): string {
  if (seconds < 0) return 'forever'
  if (seconds === 0) return '0'
  const unit = (['d', 'h', 'm'] as const).find((name) => seconds % SECONDS[name] === 0) ?? 's'
  return `${seconds / SECONDS[unit]}${unit}`
}

export function problemOfKeepAlive(text: string): string | null {
  return text.trim() === '' || secondsOf(text) !== null
    ? null
    : 'Takes a time like 45s, 30m, 2h or 7d, at most 365d, or “forever”.'
}
