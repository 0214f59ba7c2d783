import type { AuditStore } from '../audit/audit-store'
import type { ToolAnswers } from '../tools/tool-answers'
import type { ToolBox } from '../tools/tool-box'
import type { CommandHandlers } from './command-router'
import { programHandlers } from './program-handlers'
import type { ProgramServices } from './program-handlers'

export interface ToolServices extends ProgramServices {
  readonly toolBox: ToolBox
  readonly toolAnswers: ToolAnswers
  readonly audit: AuditStore
}

/** What bots may use besides words. */
export function toolHandlers({ toolBox, toolAnswers, audit, programs }: ToolServices) {
  return {
    ...programHandlers({ programs }),
    'tools.list': async () => ({ tools: toolBox.list() }),
    'turns.answerToolCall': async (input, { who }) => {
      await toolAnswers.answer(input, who)
      return {}
    },
    'audit.list': async (query) => {
      const { entries, hasMore } = await audit.list(query)
      return { entries: [...entries], hasMore }
    },
  } satisfies Partial<CommandHandlers>
}
