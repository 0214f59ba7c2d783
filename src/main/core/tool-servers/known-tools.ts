import { createHash } from 'node:crypto'
import type { OfferedTool } from '@shared/model/tool-server'
import { problemOfSchema } from '../tools/check-arguments'
import type { ListedTool } from './tool-server-connection'
import type { StoredToolServer } from './tool-server-store'

const NAME_LENGTH = 64

/** A tool under the name that bots are granted, and under its own. */
export interface KnownTool extends OfferedTool {
  readonly ownName: string
}

/** The tools of a server, each with a name of its own that begins with that of the server. */
export function toKnownTools({
  id,
  name: server,
  told,
}: Pick<StoredToolServer, 'id' | 'name' | 'told'>): readonly KnownTool[] {
  const taken = new Set<string>()
  return told.tools.map((tool) => {
    const name = `${server}.${freeName(tool.name, taken)}`
    const { description, parameters } = tool
    return {
      ...{ name, description, parameters, ownName: tool.name },
      fingerprint: fingerprintOf(id, tool),
      problem: tool.problem ?? problemOfSchema(parameters),
    }
  })
}

/**
 * Of all that a model is told of a tool, its own name, and the server: where any of it is another, so is this. Not of the
 * order in which a server happens to tell it.
 */
function fingerprintOf(serverId: string, { name, description, parameters }: ListedTool): string {
  const told = JSON.stringify([serverId, name, description, sorted(parameters)])
  return createHash('sha256').update(told).digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, one]) => [key, sorted(one)])
}

/** Two tools whose names differ in signs only stay two. */
function freeName(ownName: string, taken: Set<string>): string {
  const plain = ownName.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, NAME_LENGTH) || '_'
  let name = plain
  for (let n = 2; taken.has(name); n++) name = `${plain.slice(0, NAME_LENGTH - 4)}_${n}`
  taken.add(name)
  return name
}
