import type { Closers } from '@main/closers'
import { composeToolServers } from '@main/compose-tool-servers'
import type { ToolServerPartsDeps } from '@main/compose-tool-servers'
import type { PeopleService } from '@main/core/access/people-service'
import { ANYONE, readerOf } from '@main/core/access/standing'
import type { BotService } from '@main/core/bots/bot-service'
import type { SearchService } from '@main/core/search/search-service'
import type { SessionService } from '@main/core/sessions/session-service'
import type { SettingsService } from '@main/core/settings/settings-service'
import type { Storage } from '@main/core/storage/storage'
import { Approvals } from '@main/core/tools/approvals'
import { historySearch } from '@main/core/tools/history-search'
import { timeNow } from '@main/core/tools/time-now'
import { ToolBox } from '@main/core/tools/tool-box'
import { ToolCaller } from '@main/core/tools/tool-caller'
import { ToolLoop } from '@main/core/turns/tool-loop'
import { checkValue } from '@main/formats/check-value'
import { MathTool } from '@main/tools/math-tool'

export interface ToolPartsDeps extends Omit<ToolServerPartsDeps, 'storage'> {
  readonly storage: Pick<Storage, 'audit' | 'toolServers'>
  readonly settings: Pick<SettingsService, 'get'>
  readonly people: Pick<PeopleService, 'standing'>
  readonly sessions: Pick<SessionService, 'accessOf'>
  readonly bots: BotService
  readonly search: SearchService
  readonly takesTools: (model: string) => Promise<boolean>
}

const MS_PER_S = 1_000

/** What bots may use besides words, and how a reply uses it. */
export function composeTools(deps: ToolPartsDeps, closers: Closers) {
  const { storage, settings, people, sessions, bots, search, takesTools, now } = deps
  const toolServers = composeToolServers(deps, closers)
  const find = (botId: string) => bots.list().find(({ id }) => id === botId) ?? null
  const math = new MathTool()
  closers.add('mathematics', () => math.close())
  const history = historySearch({
    search,
    readerFor: async (personId, sessionId) => {
      const who = people.standing({ personId, role: 'owner', credential: null })
      if (!who) return null
      // What others read here too is not to tell them what is private to whoever asked.
      return (await sessions.accessOf(sessionId)).sharing
        ? ANYONE
        : { ...readerOf(who), readsAll: false }
    },
    nameOf: (botId) => find(botId)?.name ?? botId,
  })
  const builtIn = [timeNow(now), history, math.tool]
  const toolBox = new ToolBox([{ tools: () => builtIn }, toolServers])
  const approvals = new Approvals()
  const caller = new ToolCaller({
    ...{ box: toolBox, approvals, audit: storage.audit, now },
    botNow: find,
    check: checkValue,
    limitMs: () => settings.get().toolTimeoutS.value * MS_PER_S,
    log: deps.log.child('tools'),
  })
  const toolLoop = new ToolLoop({ box: toolBox, caller, takesTools, now })
  return { toolBox, toolServers, approvals, toolLoop, audit: storage.audit }
}
