import { runInNewContext } from 'node:vm'
import { Validator } from '@cfworker/json-schema'
import type { CheckValue } from '@main/core/formats/problem-of-reply'

/** A pattern in a schema can take for ever on a text made for it; everything else takes far less. */
const LIMIT_MS = 250

/** Checks by walking the schema: nothing in it becomes code. Never throws. */
export const checkValue: CheckValue = (schema, value) => {
  const check = (): string | null => {
    const { valid, errors } = new Validator(schema, '2020-12').validate(value)
    if (valid) return null
    // The last one is about the innermost part; those before it only say that something in them is wrong.
    const last = errors.at(-1)
    return last ? `${placeOf(last.instanceLocation)}: ${last.error}` : 'It does not fit the schema.'
  }
  try {
    // Run from such a context, it ends when its time is over, also in the middle of a pattern.
    return runInNewContext('check()', { check }, { timeout: LIMIT_MS }) as string | null
  } catch {
    return 'It could not be checked against the schema in time.'
  }
}

function placeOf(pointer: string): string {
  return pointer === '#' ? 'The whole' : pointer.replace(/^#\//, '')
}
