import type { ListedTool } from './tool-server-connection'
import type { TidiedTool, ToldByServer } from './tool-server-store'

/** Each is told to the model with every request: more of them leave no room for a conversation. */
export const MAX_TOOLS = 64
export const MAX_DESCRIPTION = 1_024
const MAX_SCHEMA_LENGTH = 16_384
const MAX_SCHEMA_DEPTH = 32
const MAX_INFO = 120

const TOO_LONG = 'The schema of its arguments is longer than 16 KB.'

/** What a server tells, within limits and without signs that people do not see but a model reads. */
export function tidyList(info: string | null, tools: readonly ListedTool[]): ToldByServer {
  return {
    info: info === null ? null : visible(info).slice(0, MAX_INFO),
    tools: tools.slice(0, MAX_TOOLS).map(tidyTool),
    leftOut: Math.max(0, tools.length - MAX_TOOLS),
  }
}

function tidyTool({ name, description, parameters }: ListedTool): TidiedTool {
  const tidied = tidySchema(parameters, 0)
  const fits = isObject(tidied) && JSON.stringify(tidied).length <= MAX_SCHEMA_LENGTH
  return {
    name: name.slice(0, 200),
    description: visible(description).slice(0, MAX_DESCRIPTION).toWellFormed(),
    parameters: fits ? tidied : {},
    problem: fits ? null : TOO_LONG,
  }
}

function tidySchema(value: unknown, depth: number): unknown {
  if (depth > MAX_SCHEMA_DEPTH) return {}
  if (Array.isArray(value)) return value.map((one) => tidySchema(one, depth + 1))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      isWords(key) && typeof one === 'string'
        ? visible(one).slice(0, MAX_DESCRIPTION).toWellFormed()
        : tidySchema(one, depth + 1),
    ]),
  )
}

function isWords(key: string): boolean {
  return key === 'description' || key === 'title' || key === '$comment'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Signs of direction, of no width, and tags are seen by models only. */
function visible(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|\p{Cf}/gu, '')
}
