import { z } from 'zod'
import type { JsonSchema, ToolArguments } from './tool'

type Parsed = { readonly schema: z.ZodType } | { readonly problem: string }

/** Reading a schema takes longer than checking by it; a tool keeps its own as long as it is there. */
const parsed = new WeakMap<JsonSchema, Parsed>()

/** Why arguments cannot be checked by this schema; null where they can. */
export function problemOfSchema(parameters: JsonSchema): string | null {
  const read = parse(parameters)
  return 'problem' in read ? read.problem : null
}

/** What is wrong with the arguments of a call, for the model to mend; null where they fit. */
export function problemOfArguments(parameters: JsonSchema, args: ToolArguments): string | null {
  const read = parse(parameters)
  if ('problem' in read) return read.problem
  const checked = read.schema.safeParse(args)
  return checked.success ? null : z.prettifyError(checked.error)
}

function parse(parameters: JsonSchema): Parsed {
  const known = parsed.get(parameters)
  if (known) return known
  const read = readSchema(parameters)
  parsed.set(parameters, read)
  return read
}

function readSchema(parameters: JsonSchema): Parsed {
  try {
    return { schema: z.fromJSONSchema(parameters) }
  } catch {
    return { problem: 'The schema of its arguments has something that cannot be checked.' }
  }
}
