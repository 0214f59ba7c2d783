import type { Bot } from '@shared/model/bot'
import type { ToolGrant } from '@shared/model/tool'
import type { ToolSpec } from '../engines/engine'
import { problemOfSchema } from './check-arguments'
import type { Tool } from './tool'
import type { ToolBox } from './tool-box'

/** What a model is offered, under names that every model can say: letters, digits, `_` and `-`. */
export interface OfferedTools {
  readonly specs: readonly ToolSpec[]
  /** The tool's own name by the one that the model says. */
  readonly names: ReadonlyMap<string, string>
}

const NAME_LENGTH = 64

/** Those a bot was granted that are there now and can be checked. */
export function offerTools(grants: readonly ToolGrant[], box: Pick<ToolBox, 'find'>): OfferedTools {
  const names = new Map<string, string>()
  const specs = grants.flatMap((grant): ToolSpec[] => {
    const tool = box.find(grant.tool)
    if (!tool || !holdsFor(grant, tool) || problemOfSchema(tool.parameters) !== null) return []
    const name = freeName(grant.tool, names)
    names.set(name, grant.tool)
    return [{ name, description: tool.description, parameters: tool.parameters }]
  })
  return { specs, names }
}

/** The grant of this very tool: one of another that had the name before is none. */
export function grantOf(bot: Pick<Bot, 'options'>, tool: Tool): ToolGrant | null {
  const grant = bot.options.tools?.find((one) => one.tool === tool.name)
  return grant && holdsFor(grant, tool) ? grant : null
}

/** A server may change what a tool is said to do after the owner has looked at it. */
function holdsFor({ seen }: ToolGrant, { fingerprint }: Tool): boolean {
  return fingerprint === null || seen === fingerprint
}

function freeName(tool: string, taken: ReadonlyMap<string, string>): string {
  const plain = tool.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, NAME_LENGTH)
  let name = plain
  for (let n = 2; taken.has(name); n++) name = `${plain.slice(0, NAME_LENGTH - 3)}_${n}`
  return name
}
