import type { z } from 'zod'
import { settingValues } from '@shared/model/settings'
import type { Settings } from '@shared/model/settings'
import { ConfigError } from './config-error'

/** Each takes a text and the name of where it came from, and answers the value or throws `ConfigError`. */
export function parsePort(text: string, from: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new ConfigError(`${from} takes a number from 0 to 65535, not "${text}".`)
  return port
}

export function parseHost(text: string, from: string): Settings['host']['value'] {
  const host = settingValues.host.safeParse(text)
  if (host.success) return host.data
  throw new ConfigError(
    `${from} takes 127.0.0.1, ::1 or localhost for this machine only, 0.0.0.0 or :: for the network, or an address of this machine, not "${text}".`,
  )
}

/** As Ollama's own tools read it: a scheme and the port 11434 are added where they lack; 0.0.0.0 means this machine. */
export function parseEndpoint(text: string, from: string): string {
  const withScheme = /^https?:\/\//i.test(text) ? text : `http://${text}`
  let url: URL
  try {
    url = new URL(withScheme)
  } catch {
    throw new ConfigError(`${from} takes an address like http://localhost:11434, not "${text}".`)
  }
  const isPlainHost = withScheme !== text && url.port === ''
  if (isPlainHost) url.port = '11434'
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1'
  return url.href.replace(/\/+$/, '')
}

export function parseTemperature(text: string, from: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 2))
    throw new ConfigError(`${from} takes a number from 0 to 2, not "${text}".`)
  return value
}

export function parseModelName(text: string, from: string): string {
  const name = text.trim()
  if (name === '' || name.length > 200)
    throw new ConfigError(`${from} takes the name of a model, like llama3.2.`)
  return name
}

export function parseSwitch(text: string, from: string): boolean {
  const value = text.trim().toLowerCase()
  if (['1', 'true', 'yes', 'on'].includes(value)) return true
  if (['0', 'false', 'no', 'off'].includes(value)) return false
  throw new ConfigError(`${from} takes 1 or 0, not "${text}".`)
}

export function parseParallel(text: string, from: string): number | 'auto' {
  const value = Number(text)
  if (text === 'auto') return text
  if (!/^\d+$/.test(text) || value < 1 || value > 1_000)
    throw new ConfigError(`${from} takes auto or a number from 1 to 1000, not "${text}".`)
  return value
}

/** For what is a whole number within limits; `unit` is what it counts, as in "a number of days". */
export function wholeNumber(least: number, most: number, unit?: string) {
  const what = unit === undefined ? 'a number' : `a number of ${unit}`
  return (text: string, from: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new ConfigError(`${from} takes ${what} from ${least} to ${most}, not "${text}".`)
    return value
  }
}

export const parseMaxTokens = wholeNumber(1, 131_072)
export const parseContextLimit = wholeNumber(512, 1_048_576, 'tokens')
export const parseBinDays = wholeNumber(0, 3_650, 'days')

/** Several values with commas between, each as `one` takes it; `example` shows how. */
export function listOf<T>(one: z.ZodType<readonly T[]>, example: string) {
  return (text: string, from: string): T[] => {
    const parts = text.split(',').map((part) => part.trim())
    const parsed = one.safeParse(parts.filter((part) => part !== ''))
    if (parsed.success) return [...parsed.data]
    throw new ConfigError(
      `${from} takes values like ${example}, with commas between, not "${text}".`,
    )
  }
}
