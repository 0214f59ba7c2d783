import type { Closers } from '@main/closers'
import { composeToolServers } from '@main/compose-tool-servers'
import type { ToolServerPartsDeps } from '@main/compose-tool-servers'
import type { BotService } from '@main/core/bots/bot-service'
import type { SearchService } from '@main/core/search/search-service'
import type { SettingsService } from '@main/core/settings/settings-service'
import type { Storage } from '@main/core/storage/storage'
import { Approvals } from '@main/core/tools/approvals'
import { historySearch } from '@main/core/tools/history-search'
import { timeNow } from '@main/core/tools/time-now'
import { ToolBox } from '@main/core/tools/tool-box'
import { ToolCaller } from '@main/core/tools/tool-caller'
import { ToolLoop } from '@main/core/turns/tool-loop'
import { MathTool } from '@main/tools/math-tool'

export interface ToolPartsDeps extends Omit<ToolServerPartsDeps, 'storage'> {
  readonly storage: Pick<Storage, 'audit' | 'toolServers'>
  readonly settings: Pick<SettingsService, 'get'>
  readonly bots: BotService
  readonly search: SearchService
  readonly takesTools: (model: string) => Promise<boolean>
}

const MS_PER_S = 1_000

/** What bots may use besides words, and how a reply uses it. */
export function composeTools(deps: ToolPartsDeps, closers: Closers) {
  const { storage, settings, bots, search, takesTools, now } = deps
  const toolServers = composeToolServers(deps, closers)
  const find = (botId: string) => bots.list().find(({ id }) => id === botId) ?? null
  const math = new MathTool()
  closers.add('mathematics', () => math.close())
  const history = historySearch({
    search,
    // Whoever is signed in may read every session today.
    maySee: () => true,
    nameOf: (botId) => find(botId)?.name ?? botId,
  })
  const builtIn = [timeNow(now), history, math.tool]
  const toolBox = new ToolBox([{ tools: () => builtIn }, toolServers])
  const approvals = new Approvals()
  const caller = new ToolCaller({
    ...{ box: toolBox, approvals, audit: storage.audit, now },
    botNow: find,
    limitMs: () => settings.get().toolTimeoutS.value * MS_PER_S,
    log: deps.log.child('tools'),
  })
  const toolLoop = new ToolLoop({ box: toolBox, caller, takesTools, now })
  return { toolBox, toolServers, approvals, toolLoop, audit: storage.audit }
}
