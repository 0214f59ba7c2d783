import { commands } from '@shared/contract/commands'
import type { CommandName } from '@shared/contract/commands'
import { z } from 'zod'

/** What stands for each name of a field; of a name that is not here, something its schema takes. */
export type Values = Readonly<Record<string, unknown>>

interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minimum?: number
  readonly minLength?: number
  readonly format?: string
}

/**
 * Inputs for a command, made from its row of the table: one with what it needs and one with all it takes, and one for each
 * kind of scope. So a command that is new is attacked without anybody thinking of it.
 */
export function inputsOf(name: CommandName, values: Values): Record<string, unknown>[] {
  const schema = z.toJSONSchema(commands[name].input, { io: 'input' }) as JsonSchema
  const made = [madeFrom(schema, values, 'some'), madeFrom(schema, values, 'all')]
  const scopes = schema.properties?.['scope']?.oneOf ?? schema.properties?.['scope']?.anyOf ?? []
  const all = made[1] ?? {}
  const byScope = scopes.map((scope) => ({ ...all, scope: madeFrom(scope, values, 'all') }))
  const unique = new Map([...made, ...byScope].map((input) => [JSON.stringify(input), input]))
  return [...unique.values()]
}

function madeFrom(
  schema: JsonSchema,
  values: Values,
  which: 'some' | 'all',
): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {})
  const wanted = properties.filter(
    ([key]) => which === 'all' || schema.required?.includes(key) === true,
  )
  return Object.fromEntries(
    wanted.map(([key, one]) => [key, key in values ? values[key] : valueOf(one, values, which)]),
  )
}

function valueOf(schema: JsonSchema, values: Values, which: 'some' | 'all'): unknown {
  const fixed = schema.const ?? schema.enum?.[0]
  if (fixed !== undefined) return fixed
  const choice = (schema.anyOf ?? schema.oneOf)?.[0]
  if (choice) return valueOf(choice, values, which)
  return (BY_TYPE[String(schema.type)] ?? textOf)(schema, values, which)
}

const numberOf: typeof valueOf = ({ minimum }) => Math.max(1, minimum ?? 1)
const textOf: typeof valueOf = ({ format, pattern }, values) => {
  if (format === 'uri') return 'http://127.0.0.1:1'
  return pattern?.includes('-7[0-9a-f]') === true ? values['sessionId'] : 'attack00'
}
const BY_TYPE: Readonly<Record<string, typeof valueOf>> = {
  object: madeFrom,
  array: ({ items }, values, which) => (items ? [valueOf(items, values, which)] : []),
  integer: numberOf,
  number: numberOf,
  boolean: () => true,
}
