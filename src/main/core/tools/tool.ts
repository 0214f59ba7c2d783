import type { BotId, SessionId, TurnId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { ToolName } from '@shared/model/tool'

/** A JSON schema, as it is told to a model. */
export type JsonSchema = Readonly<Record<string, unknown>>
export type ToolArguments = Readonly<Record<string, unknown>>

/** Something a bot can use besides words. */
export interface Tool {
  readonly name: ToolName
  /** Told to the model as well as to people. */
  readonly description: string
  /** Of its arguments: an object. */
  readonly parameters: JsonSchema
  /** The tool server it is of; null for what is built in. */
  readonly server: string | null
  /** Of what its server says about it: a grant holds for this one only. Null for what is built in. */
  readonly fingerprint: string | null
  /** Where a grant alone does not decide. */
  readonly gate?: ToolGate
  /**
   * Answers text, which is data and nothing more. Arguments fit `parameters`. Throws `AppError` with a text for the model
   * and the person; anything else is a bug. Ends soon after the signal is aborted.
   */
  run(args: ToolArguments, context: ToolContext, signal: AbortSignal): Promise<string>
}

/** Looks at every call of a tool by itself, and knows those that were allowed for good. */
export interface ToolGate {
  /** What of its rules decided, for the audit, and whether to ask. Throws `AppError` where the call must not run. */
  check(
    args: ToolArguments,
    context: ToolContext,
  ): Promise<{ readonly rule: string; readonly asks: boolean }>
  /** This very call does not ask any more. */
  allow(args: ToolArguments, context: ToolContext): Promise<void>
}

/** On whose behalf a tool runs, and where. */
export interface ToolContext {
  /** Who sent the message that is answered; empty where that is not known any more. */
  readonly person: string
  readonly botId: BotId
  readonly sessionId: SessionId
  readonly turnId: TurnId
  /** What is answered. */
  readonly message: Message
}

/** Where tools come from; what it has may change at any time. */
export interface ToolSource {
  tools(): readonly Tool[]
}
