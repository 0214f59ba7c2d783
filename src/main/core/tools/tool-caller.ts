import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/app-error'
import type { AuditEntry } from '@shared/model/audit'
import type { Bot } from '@shared/model/bot'
import { newId } from '@shared/model/new-id'
import type { ToolCall } from '@shared/model/tool'
import type { AuditStore } from '../audit/audit-store'
import type { Logger } from '../logging/logger'
import type { Approvals } from './approvals'
import type { CheckValue } from '../formats/problem-of-reply'
import { problemOfParameters } from './check-arguments'
import { limitResult } from './limit-result'
import { grantOf } from './offered-tools'
import { RefusedCommand } from '../programs/refused-command'
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
  /** Checks arguments by a tool's schema, within a time. */
  readonly check: CheckValue
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
interface Decided {
  readonly decision: Decision
  /** Of the tool's own gate, where it has one. */
  readonly rule?: string | undefined
}
interface Outcome extends Decided {
  readonly state: 'done' | 'failed' | 'refused'
  readonly result: string
}

const REFUSED = 'The person refused this call. Answer without it.'
const NOT_GRANTED = 'There is no such tool. Answer without it.'

/** Runs one call of a tool: checks it, asks where it has to be asked, keeps to the limits, and leaves a row in the audit. */
export class ToolCaller {
  readonly #deps: ToolCallerDeps
  /** What let a call through its gate, also where it is stopped later. */
  readonly #rules = new WeakMap<AskedCall, string>()

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
    let decided: Decided = { decision: 'invalid' }
    try {
      const outcome = await this.#decideAndRun(asked, context, become, signal)
      decided = outcome
      const { state, result } = outcome
      become({ state, result, durationMs: state === 'refused' ? null : now() - call.startedAt })
      return result
    } catch (error) {
      decided = { decision: 'stopped', rule: this.#rules.get(asked) }
      if (call.state === 'asking') become({ state: 'refused' })
      else become({ state: 'failed', result: 'Stopped.', durationMs: now() - call.startedAt })
      throw error
    } finally {
      await this.#audit(call, decided, context)
    }
  }

  async #decideAndRun(
    asked: AskedCall,
    context: ToolContext,
    become: (changes: Partial<ToolCall>) => void,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const tool = this.#granted(asked.tool, context)
    if (!tool) return { decision: 'invalid', state: 'failed', result: NOT_GRANTED }
    const problem = problemOf(tool, asked, this.#deps.check)
    if (problem !== null) return { decision: 'invalid', state: 'failed', result: problem }
    const gated = await this.#passGate(tool, asked, context)
    if ('refused' in gated)
      return { decision: 'invalid', state: 'failed', rule: gated.rule, result: gated.refused }
    const { rule, asks } = gated
    const decision = asks ? await this.#ask(asked, context, become, signal) : 'granted'
    // Whoever was asked may have taken a while, in which the owner can have taken the tool away, or its server changed it.
    const now = this.#granted(asked.tool, context)
    if (decision === 'refused' || now?.fingerprint !== tool.fingerprint)
      return { decision: 'refused', rule, state: 'refused', result: REFUSED }
    become({ state: 'running', startedAt: this.#deps.now() })
    const keep = decision === 'always' ? tool.gate : undefined
    const run = async (until: AbortSignal) => {
      await keep?.allow(asked.arguments, context)
      return now.run(asked.arguments, context, until)
    }
    return { decision, rule, ...(await this.#run(tool.name, run, signal)) }
  }

  /** What the tool itself says to this very call; by default its grant says whether to ask. */
  async #passGate(
    tool: Tool,
    asked: AskedCall,
    context: ToolContext,
  ): Promise<
    | { readonly rule?: string; readonly asks: boolean }
    | { readonly rule?: string; readonly refused: string }
  > {
    if (!tool.gate) {
      const bot = this.#deps.botNow(context.botId)
      return { asks: !bot || grantOf(bot, tool)?.approval !== 'always' }
    }
    try {
      const passed = await tool.gate.check(asked.arguments, context)
      this.#rules.set(asked, passed.rule)
      return passed
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return {
        refused: error.message,
        ...(error instanceof RefusedCommand && { rule: error.rule }),
      }
    }
  }

  async #ask(
    { id }: AskedCall,
    { sessionId, turnId }: ToolContext,
    become: (changes: Partial<ToolCall>) => void,
    signal: AbortSignal,
  ): Promise<Decision> {
    const answer = this.#deps.approvals.ask({ sessionId, turnId, callId: id }, signal)
    // Shown only once an answer can be taken.
    become({ state: 'asking' })
    const decision = await answer
    return decision === 'refuse' ? 'refused' : decision
  }

  async #run(
    tool: string,
    run: (until: AbortSignal) => Promise<string>,
    signal: AbortSignal,
  ): Promise<Pick<Outcome, 'state' | 'result'>> {
    try {
      const result = await runWithin(this.#deps.limitMs(), signal, run)
      return { state: 'done', result: limitResult(result) }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof AppError)) this.#deps.log.error('tool failed', { tool, error })
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
    { decision, rule }: Decided,
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
        ...(rule !== undefined && { rule }),
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

function problemOf(
  { parameters }: Tool,
  { arguments: args }: AskedCall,
  check: CheckValue,
): string | null {
  if (Buffer.byteLength(JSON.stringify(args)) > MAX_ARGUMENT_BYTES)
    return 'The arguments are longer than 16 KB. Make them shorter.'
  const problem = problemOfParameters(parameters) ?? check(parameters, args)
  return problem === null ? null : `The arguments do not fit. ${problem}`
}
