import type { BotOptions } from '@shared/model/bot-options'
import type { AskedFormat } from '@shared/model/message-details'
import { problemOfSchema } from '@shared/model/problem-of-schema'

/** A format as it stands in a form: nothing, a word, or a schema as it was typed. */
export type FormatKind = '' | 'text' | 'json' | 'schema'

export function formatKindOf(typed: string): FormatKind {
  const word = typed.trim()
  if (word === 'text' || word === 'json') return word
  return typed === '' ? '' : 'schema'
}

/** What was typed, where it can be asked for; undefined where it is nothing, or wrong. */
export function askedFormatOf(typed: string): AskedFormat | undefined {
  const kind = formatKindOf(typed)
  if (kind === 'text' || kind === 'json') return kind
  if (kind === '' || problemOfFormat(typed) !== null) return undefined
  const schema = readObject(typed)
  return typeof schema === 'string' ? undefined : schema
}

/** The same for a bot, whose replies are text where it says nothing. */
export function formatOf(typed: string): BotOptions['format'] {
  const format = askedFormatOf(typed)
  return format === 'text' ? undefined : format
}

export function textOfFormat(format: AskedFormat | undefined): string {
  if (format === undefined) return ''
  return typeof format === 'string' ? format : JSON.stringify(format, null, 2)
}

/** What keeps a format from being asked for, with its place; null where nothing does. */
export function problemOfFormat(typed: string): string | null {
  if (formatKindOf(typed) !== 'schema') return null
  const schema = readObject(typed)
  return typeof schema === 'string' ? schema : problemOfSchema(schema)
}

type Schema = Exclude<AskedFormat, string>

/** The object that was typed, or why it is none. */
function readObject(typed: string): Schema | string {
  if (typed.trim() === '') return 'Write a schema, or choose another format.'
  try {
    const value: unknown = JSON.parse(typed)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return 'A schema is an object in braces.'
    // What was read from JSON is JSON.
    return value as Schema
  } catch (error) {
    // In the browser's own words, which name the place.
    return `This is not JSON yet: ${error instanceof Error ? error.message : ''}`
  }
}
