import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/app-error'
import type { AuditEntry } from '@shared/model/audit'
import type { Bot } from '@shared/model/bot'
import { newId } from '@shared/model/new-id'
import type { ToolCall } from '@shared/model/tool'
import type { AuditStore } from '../audit/audit-store'
import type { Logger } from '../logging/logger'
import type { Approvals } from './approvals'
import { problemOfArguments } from './check-arguments'
import { limitResult } from './limit-result'
import { grantOf } from './offered-tools'
import { runWithin } from './run-within'
import type { Tool, ToolContext } from './tool'
import type { ToolBox } from './tool-box'

/** Arguments that a model made longer than this are a mistake of it. */
const MAX_ARGUMENT_BYTES = 16_384

export interface ToolCallerDeps {
  readonly box: Pick<ToolBox, 'find'>
  /** The bot as it is now; null where it was deleted. */
  readonly botNow: (botId: Bot['id']) => Bot | null
  readonly approvals: Pick<Approvals, 'ask'>
  readonly audit: Pick<AuditStore, 'add'>
  /** Milliseconds that a tool may take. */
  readonly limitMs: () => number
  readonly log: Logger
  readonly now: () => number
}

/** A call that a model made. */
export interface AskedCall {
  readonly id: string
  readonly tool: string
  readonly arguments: ToolCall['arguments']
  /** Where in the reply's text. */
  readonly at: number
}

type Decision = AuditEntry['details']['decision']
interface Outcome {
  readonly decision: Decision
  readonly state: 'done' | 'failed' | 'refused'
  readonly result: string
}

const REFUSED = 'The person refused this call. Answer without it.'
const NOT_GRANTED = 'There is no such tool. Answer without it.'

/** Runs one call of a tool: checks it, asks where it has to be asked, keeps to the limits, and leaves a row in the audit. */
export class ToolCaller {
  readonly #deps: ToolCallerDeps

  constructor(deps: ToolCallerDeps) {
    this.#deps = deps
  }

  /** Answers what the model is told of it. Rejects only where the turn is stopped, and with bugs. */
  async call(
    asked: AskedCall,
    context: ToolContext,
    show: (call: ToolCall) => void,
    signal: AbortSignal,
  ): Promise<string> {
    const { now } = this.#deps
    const { id, tool, arguments: args, at } = asked
    let call: ToolCall = {
      ...{ id, tool, arguments: args, state: 'running', result: null, startedAt: now(), at },
      durationMs: null,
    }
    const become = (changes: Partial<ToolCall>) => {
      call = { ...call, ...changes }
      show(call)
    }
    let decision: Decision = 'invalid'
    try {
      const outcome = await this.#decideAndRun(asked, context, become, signal)
      decision = outcome.decision
      const { state, result } = outcome
      become({ state, result, durationMs: state === 'refused' ? null : now() - call.startedAt })
      return result
    } catch (error) {
      decision = 'stopped'
      if (call.state === 'asking') become({ state: 'refused' })
      else become({ state: 'failed', result: 'Stopped.', durationMs: now() - call.startedAt })
      throw error
    } finally {
      await this.#audit(call, decision, context)
    }
  }

  async #decideAndRun(
    asked: AskedCall,
    context: ToolContext,
    become: (changes: Partial<ToolCall>) => void,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const tool = this.#granted(asked.tool, context)
    const problem = tool ? problemOf(tool, asked) : NOT_GRANTED
    if (!tool || problem !== null) {
      return { decision: 'invalid', state: 'failed', result: problem ?? NOT_GRANTED }
    }
    const decision = await this.#decide(asked, tool, context, become, signal)
    // Whoever was asked may have taken a while, in which the owner can have taken the tool away, or its server changed it.
    const now = this.#granted(asked.tool, context)
    if (decision === 'refused' || now?.fingerprint !== tool.fingerprint)
      return { decision: 'refused', state: 'refused', result: REFUSED }
    become({ state: 'running', startedAt: this.#deps.now() })
    return { decision, ...(await this.#run(now, asked, context, signal)) }
  }

  async #decide(
    { id }: AskedCall,
    tool: Tool,
    { botId, sessionId, turnId }: ToolContext,
    become: (changes: Partial<ToolCall>) => void,
    signal: AbortSignal,
  ): Promise<Decision> {
    const bot = this.#deps.botNow(botId)
    if (bot && grantOf(bot, tool)?.approval === 'always') return 'granted'
    const answer = this.#deps.approvals.ask({ sessionId, turnId, callId: id }, signal)
    // Shown only once an answer can be taken.
    become({ state: 'asking' })
    const decision = await answer
    return decision === 'refuse' ? 'refused' : decision
  }

  async #run(
    tool: Tool,
    { arguments: args }: AskedCall,
    context: ToolContext,
    signal: AbortSignal,
  ): Promise<Pick<Outcome, 'state' | 'result'>> {
    try {
      const result = await runWithin(this.#deps.limitMs(), signal, (until) =>
        tool.run(args, context, until),
      )
      return { state: 'done', result: limitResult(result) }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof AppError))
        this.#deps.log.error('tool failed', { tool: tool.name, error })
      const message = error instanceof AppError ? error.message : 'The tool failed.'
      return { state: 'failed', result: limitResult(message) }
    }
  }

  #granted(name: string, { botId }: ToolContext): Tool | null {
    const bot = this.#deps.botNow(botId)
    const tool = this.#deps.box.find(name)
    return bot && tool && grantOf(bot, tool) ? tool : null
  }

  async #audit(
    call: ToolCall,
    decision: Decision,
    { person, botId, sessionId, turnId }: ToolContext,
  ): Promise<void> {
    const at = this.#deps.now()
    const args = JSON.stringify(call.arguments)
    const entry: AuditEntry = {
      ...{ id: newId(at), at, action: 'tool.call', botId, sessionId, turnId },
      actor: person === '' ? null : person,
      subject: call.tool.slice(0, 200),
      details: {
        argumentsHash: createHash('sha256').update(args).digest('hex'),
        argumentsBytes: Buffer.byteLength(args),
        ...{ decision, state: call.state, durationMs: call.durationMs },
        resultBytes: Buffer.byteLength(call.result ?? ''),
      },
    }
    try {
      await this.#deps.audit.add(entry)
    } catch (error) {
      // What ran has run: the reply goes on, and the log says that its row is missing.
      this.#deps.log.error('tool call not audited', { turnId, error })
    }
  }
}

function problemOf(tool: Tool, { arguments: args }: AskedCall): string | null {
  if (Buffer.byteLength(JSON.stringify(args)) > MAX_ARGUMENT_BYTES)
    return 'The arguments are longer than 16 KB. Make them shorter.'
  const problem = problemOfArguments(tool.parameters, args)
  return problem === null ? null : `The arguments do not fit. ${problem}`
}
