import type { Closers } from '@main/closers'
import { composeToolServers } from '@main/compose-tool-servers'
import type { ToolServerPartsDeps } from '@main/compose-tool-servers'
import type { PeopleService } from '@main/core/access/people-service'
import { ANYONE } from '@main/core/access/standing'
import type { BotService } from '@main/core/bots/bot-service'
import { isTold } from '@main/core/history/is-told'
import type { SearchService } from '@main/core/search/search-service'
import type { SessionService } from '@main/core/sessions/session-service'
import type { SettingsService } from '@main/core/settings/settings-service'
import type { Storage } from '@main/core/storage/storage'
import { commandTool } from '@main/core/programs/command-tool'
import type { ProgramService } from '@main/core/programs/program-service'
import { ProgramTurn } from '@main/core/programs/program-turn'
import { wordsOf } from '@main/core/programs/words-of'
import { Approvals } from '@main/core/tools/approvals'
import { historySearch } from '@main/core/tools/history-search'
import { timeNow } from '@main/core/tools/time-now'
import type { Tool } from '@main/core/tools/tool'
import { ToolBox } from '@main/core/tools/tool-box'
import { ToolCaller } from '@main/core/tools/tool-caller'
import { ToolLoop } from '@main/core/turns/tool-loop'
import { checkValue } from '@main/formats/check-value'
import { runProcess } from '@main/programs/process-runner'
import { MathTool } from '@main/tools/math-tool'

export interface ToolPartsDeps extends Omit<ToolServerPartsDeps, 'storage'> {
  readonly storage: Pick<Storage, 'audit' | 'messages' | 'toolServers'>
  readonly settings: Pick<SettingsService, 'get'>
  readonly people: Pick<PeopleService, 'reader'>
  readonly sessions: Pick<SessionService, 'accessOf'>
  readonly bots: BotService
  readonly search: SearchService
  readonly programs: ProgramService
  readonly takesTools: (model: string) => Promise<boolean>
}

const MS_PER_S = 1_000

/** What bots may use besides words, and how a reply uses it. */
export function composeTools(deps: ToolPartsDeps, closers: Closers) {
  const { storage, settings, people, sessions, bots, search, programs, takesTools, now } = deps
  const toolServers = composeToolServers(deps, closers)
  const find = (botId: string) => bots.list().find(({ id }) => id === botId) ?? null
  const math = new MathTool()
  closers.add('mathematics', () => math.close())
  const history = historySearch({
    search,
    readerFor: async (personId, sessionId) => {
      const reader = people.reader(personId)
      if (!reader) return null
      // What others read here too is not to tell them what is private to whoever asked.
      return (await sessions.accessOf(sessionId)).sharing ? ANYONE : { ...reader, readsAll: false }
    },
    nameOf: (botId) => find(botId)?.name ?? botId,
    isTold: async (messageId) => {
      const message = await storage.messages.get(messageId)
      return message !== null && isTold(message)
    },
  })
  const builtIn = [timeNow(now), history, math.tool]
  const command = botCommands(programs)
  const toolBox = new ToolBox([
    { tools: () => builtIn },
    { tools: () => (programs.isOn ? [command] : []) },
    toolServers,
  ])
  const approvals = new Approvals()
  const calling = {
    ...{ approvals, audit: storage.audit, now, botNow: find, check: checkValue },
    limitMs: () => settings.get().toolTimeoutS.value * MS_PER_S,
    log: deps.log.child('tools'),
  }
  const caller = new ToolCaller({ ...calling, box: toolBox })
  const programTurn = new ProgramTurn({ ...calling, programs, run: runProcess })
  const toolLoop = new ToolLoop({ box: toolBox, caller, takesTools, now })
  return { toolBox, toolServers, approvals, toolLoop, programs, programTurn, audit: storage.audit }
}

/** What bots run, each in the folder that it was granted. */
function botCommands(programs: ProgramService): Tool {
  return commandTool({
    ...{ grantee: ({ botId }) => ({ kind: 'bot', id: botId }), programs },
    run: async (planned, signal) => {
      let output = ''
      const hear = (text: string) => void (output += text)
      const end = await runProcess(planned, programs.limits(), hear, signal)
      return `${output}[${wordsOf(end)}]`
    },
  })
}
