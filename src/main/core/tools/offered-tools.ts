import type { Bot } from '@shared/model/bot'
import type { ToolGrant } from '@shared/model/tool'
import type { ToolSpec } from '../engines/engine'
import { problemOfSchema } from './check-arguments'
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
  const specs = grants.flatMap(({ tool: granted }): ToolSpec[] => {
    const tool = box.find(granted)
    if (!tool || problemOfSchema(tool.parameters) !== null) return []
    const name = freeName(granted, names)
    names.set(name, granted)
    return [{ name, description: tool.description, parameters: tool.parameters }]
  })
  return { specs, names }
}

export function grantOf(bot: Pick<Bot, 'options'>, tool: string): ToolGrant | null {
  return bot.options.tools?.find((grant) => grant.tool === tool) ?? null
}

function freeName(tool: string, taken: ReadonlyMap<string, string>): string {
  const plain = tool.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, NAME_LENGTH)
  let name = plain
  for (let n = 2; taken.has(name); n++) name = `${plain.slice(0, NAME_LENGTH - 3)}_${n}`
  return name
}
