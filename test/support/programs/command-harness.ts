import type { AuditEntry } from '@shared/model/audit'
import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import type { ProgramPolicy } from '@shared/model/program'
import type { ToolCall, ToolDecision } from '@shared/model/tool'
import type { PlannedRun } from '@main/core/programs/command-check'
import { COMMAND_TOOL, commandTool } from '@main/core/programs/command-tool'
import { DEFAULT_PROGRAMS } from '@main/core/programs/default-programs'
import { PolicyCheck } from '@main/core/programs/policy-check'
import { ProgramService } from '@main/core/programs/program-service'
import { ToolCaller } from '@main/core/tools/tool-caller'
import { checkValue } from '@main/formats/check-value'
import { nodeDisk } from '@main/programs/node-disk'
import { runProcess } from '@main/programs/process-runner'
import { recordingLog } from '@test/support/recording-log'

export const BOT_ID = 'BOT-001'
const NAMES = DEFAULT_PROGRAMS.map(({ name }) => name)

export interface Called {
  /** What was run: nothing, where the command was refused. */
  readonly runs: readonly PlannedRun[]
  readonly result: string
  readonly asked: number
  readonly call: ToolCall
  readonly row: AuditEntry
}

export interface CommandHarness {
  readonly programs: ProgramService
  /** Calls the tool as a bot does, with somebody who gives this answer to whatever asks. */
  readonly call: (line: string, decision?: ToolDecision) => Promise<Called>
}

/** The tool as bots have it, over real files and real processes; all that is scripted is who answers. */
export async function commandHarness(
  folder: string,
  policy: Partial<ProgramPolicy> = {},
  mayRun: () => boolean = () => true,
): Promise<CommandHarness> {
  const programs = new ProgramService({
    policy: {
      ...{ version: 1, on: true, added: [], allowed: [] },
      grants: [{ to: { kind: 'bot', id: BOT_ID }, folder, programs: NAMES }],
      ...policy,
    },
    save: () => undefined,
    check: new PolicyCheck(nodeDisk, '/nonexistent/port8000'),
    disk: nodeDisk,
    people: () => [],
    mayRun,
    hub: { publishOverview: () => undefined },
    limitMs: () => 20_000,
    now: Date.now,
  })
  await programs.load()
  const call: CommandHarness['call'] = async (line, decision = 'once') => {
    const runs: PlannedRun[] = []
    const rows: AuditEntry[] = []
    let asked = 0
    const shown: ToolCall[] = []
    const tool = commandTool({
      ...{ programs, grantee: ({ botId }) => ({ kind: 'bot', id: botId }) },
      run: async (planned, signal) => {
        runs.push(planned)
        let output = ''
        await runProcess(planned, programs.limits(), (text) => (output += text), signal)
        return output
      },
    })
    const caller = new ToolCaller({
      box: { find: () => tool },
      botNow: () => bot,
      approvals: {
        ask: () => {
          asked += 1
          return Promise.resolve(decision)
        },
      },
      audit: {
        add: (entry) => {
          rows.push(entry)
          return Promise.resolve()
        },
      },
      ...{ check: checkValue, limitMs: () => 20_000, log: recordingLog().log, now: Date.now },
    })
    const result = await caller.call(
      { id: 'call-1', tool: COMMAND_TOOL, arguments: { command: line }, at: 0 },
      { person: 'owner', botId: BOT_ID, sessionId: newId(1), turnId: newId(1), message },
      (next) => shown.push(next),
      new AbortController().signal,
    )
    const [row] = rows
    const last = shown.at(-1)
    if (!row || !last) throw new Error('no row, or nothing shown')
    return { runs, result, asked, call: last, row }
  }
  return { programs, call }
}

/** Of both, only what is asked for here. */
const bot = partOf<Bot>({
  id: BOT_ID,
  options: { tools: [{ tool: COMMAND_TOOL, approval: 'ask' }] },
})
const message = partOf<Message>({ id: newId(1) })

function partOf<T>(part: Partial<T>): T {
  return part as T
}
