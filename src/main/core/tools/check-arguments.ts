import { problemOfSchema } from '@shared/model/problem-of-schema'
import type { JsonSchema } from './tool'

/** Looking through a schema takes longer than asking; a tool keeps its own as long as it is there. */
const known = new WeakMap<JsonSchema, { readonly problem: string | null }>()

/** Why arguments cannot be checked by this schema; null where they can. */
export function problemOfParameters(parameters: JsonSchema): string | null {
  const before = known.get(parameters)
  if (before) return before.problem
  const reason = problemOfSchema(parameters)
  const problem = reason === null ? null : `Its arguments cannot be checked. ${reason}`
  known.set(parameters, { problem })
  return problem
}
