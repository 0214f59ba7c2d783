import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import type { ProgramEnd } from '@shared/model/program'
import type { AuditStore } from '../audit/audit-store'
import { ToolCaller } from '../tools/tool-caller'
import type { ToolCallerDeps } from '../tools/tool-caller'
import { COMMAND_TOOL, commandTool } from './command-tool'
import type { ProgramService } from './program-service'
import { RefusedCommand } from './refused-command'
import type { RunProgram } from './run-program'
import { wordsOf } from './words-of'
import type { LiveReply } from '../turns/live-reply'

export interface ProgramTurnDeps extends Omit<ToolCallerDeps, 'box'> {
  readonly programs: Pick<ProgramService, 'plan' | 'isAllowed' | 'allow' | 'limits'>
  readonly run: RunProgram
}

/** A turn in which a person runs a program: its output is the reply, and no engine is asked. Asks as tools do. */
export class ProgramTurn {
  readonly #deps: ProgramTurnDeps

  constructor(deps: ProgramTurnDeps) {
    this.#deps = deps
  }

  /** Answers how the program ended; null where it never ran. Rejects where the turn is stopped. */
  async run(message: Message, live: LiveReply): Promise<ProgramEnd | null> {
    const { programs, run, audit, now } = this.#deps
    const { sessionId } = message
    const { id: turnId, botId } = live.turn
    let end: ProgramEnd | null = null
    const tool = commandTool({
      programs,
      grantee: ({ person }) => {
        requireOwnWords(message, person)
        return { kind: 'person', id: person }
      },
      run: async (planned, signal) => {
        end = await run(planned, programs.limits(), (text) => live.extend(text), signal)
        return wordsOf(end)
      },
    })
    const caller = new ToolCaller({
      ...this.#deps,
      box: { find: () => tool },
      // Whoever types a command calls it; what may run is decided by the gate.
      botNow: (id) => withCommand(this.#deps.botNow(id)),
      audit: ownRows(audit),
    })
    const command = message.text.replace(/^!\s*/, '').trimEnd()
    await caller.call(
      { id: newId(now()), tool: COMMAND_TOOL, arguments: { command }, at: 0 },
      { person: live.person, botId, sessionId, turnId, message },
      (call) => live.showTool(call),
      live.abort.signal,
    )
    return end
  }
}

/** What somebody else tries again would run with the rights of another person. */
function requireOwnWords({ details }: Message, person: string): void {
  if (details?.program?.by === person) return
  throw new RefusedCommand('not-granted', 'Only who typed a command runs it. Type it again.')
}

function withCommand(bot: Bot | null): Bot | null {
  return bot && { ...bot, options: { tools: [{ tool: COMMAND_TOOL, approval: 'ask' }] } }
}

/** That a person ran it, and not a bot. */
function ownRows(audit: Pick<AuditStore, 'add'>): Pick<AuditStore, 'add'> {
  return { add: (entry) => audit.add({ ...entry, action: 'program.run' }) }
}
