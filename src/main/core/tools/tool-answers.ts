import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { ToolName } from '@shared/model/tool'
import { COMMAND_TOOL } from '../programs/command-tool'
import type { BotService } from '../bots/bot-service'
import type { Standing } from '../access/standing'
import type { SessionService } from '../sessions/session-service'
import type { TurnConductor } from '../turns/turn-conductor'
import type { Approvals } from './approvals'

export interface ToolAnswersDeps {
  readonly approvals: Approvals
  readonly sessions: Pick<SessionService, 'get'>
  readonly conductor: Pick<TurnConductor, 'liveTurn'>
  readonly bots: Pick<BotService, 'get' | 'update'>
}

/** What people say to calls that ask. */
export class ToolAnswers {
  readonly #deps: ToolAnswersDeps

  constructor(deps: ToolAnswersDeps) {
    this.#deps = deps
  }

  /**
   * The first answer counts; `always` also changes the bot. Throws `not_found`, `forbidden`, and `conflict` where the call
   * does not wait any more.
   */
  async answer(
    { sessionId, turnId, callId, decision }: CommandInput<'turns.answerToolCall'>,
    who: Standing,
  ): Promise<void> {
    const { approvals, sessions, conductor } = this.#deps
    await sessions.get(sessionId)
    const place = { sessionId, turnId, callId }
    approvals.requireWaiting(place)
    if (decision === 'always') {
      if (who.role !== 'owner')
        throw new AppError('forbidden', 'Only the owner allows a tool for good. Allow it once.')
      const live = conductor.liveTurn(sessionId)
      const call = live?.toolCalls?.find(({ id }) => id === callId)
      // Of a command, that very one is kept, by its own list.
      if (live && call && call.tool !== COMMAND_TOOL) await this.#grantAlways(live.botId, call.tool)
    }
    approvals.answer(place, decision)
  }

  async #grantAlways(botId: string, tool: ToolName): Promise<void> {
    const { bots } = this.#deps
    const { version, options } = bots.get(botId)
    const tools = options.tools?.map((grant) =>
      grant.tool === tool ? { ...grant, approval: 'always' as const } : grant,
    )
    await bots.update({ botId, version, changes: { options: { ...options, tools } } })
  }
}
