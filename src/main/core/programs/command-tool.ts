import type { Grantee } from '@shared/model/program'
import type { Tool, ToolArguments, ToolContext } from '../tools/tool'
import type { PlannedRun } from './command-check'
import type { ProgramService } from './program-service'

/** As bots are granted it. */
export const COMMAND_TOOL = 'command.run'

export interface CommandToolDeps {
  /** Who is asking, in that turn. */
  readonly grantee: (context: ToolContext) => Grantee
  readonly programs: Pick<ProgramService, 'plan' | 'isAllowed' | 'allow'>
  /** Answers what is told of the run. */
  readonly run: (run: PlannedRun, signal: AbortSignal) => Promise<string>
}

/** A program of the controller's machine as a tool: every call is looked at by itself, and asks unless it was allowed for good. */
export function commandTool({ grantee, programs, run: execute }: CommandToolDeps): Tool {
  const planned = async (args: ToolArguments, context: ToolContext) => {
    const line = typeof args['command'] === 'string' ? args['command'] : ''
    const to = grantee(context)
    return { to, line, run: await programs.plan(to, line) }
  }
  return {
    name: COMMAND_TOOL,
    description:
      'Run one command that only reads, on the machine of the person, in one folder: ls, cat, head, tail, wc, grep, find, git status|log|diff|show, df, uptime. There is no shell: no pipes, no variables, no wildcards outside of quotes. Paths are relative to the folder.',
    parameters: {
      type: 'object',
      properties: {
        command: {
          type: 'string',
          description: 'The command line, such as: grep -rn "TODO" src',
        },
      },
      required: ['command'],
      additionalProperties: false,
    },
    server: null,
    fingerprint: null,
    gate: {
      check: async (args, context) => {
        const { to, run } = await planned(args, context)
        return { rule: run.rule, asks: !programs.isAllowed(to, run) }
      },
      allow: async (args, context) => {
        const { to, line, run } = await planned(args, context)
        await programs.allow(to, line, run)
      },
    },
    run: async (args, context, signal) => execute((await planned(args, context)).run, signal),
  }
}
