import { AppError } from '@shared/contract/app-error'
import type { ToolServerTarget } from '@shared/model/tool-server'
import type { JsonSchema, ToolArguments } from '../tools/tool'

/** A tool as its server tells of it, which may be anything. */
export interface ListedTool {
  readonly name: string
  readonly description: string
  readonly parameters: JsonSchema
}

/** What a call came to; `isError` where the tool itself says that it failed. */
export interface ToolAnswer {
  readonly text: string
  readonly isError: boolean
}

/** A tool server that is started or reached, and has said who it is. */
export interface ToolServerConnection {
  /** What it calls itself. */
  readonly info: string | null
  /** Rejects with `AppError`. */
  list(signal: AbortSignal): Promise<readonly ListedTool[]>
  /** Rejects with `AppError`, also where the server ends meanwhile. An aborted signal tells the server to stop. */
  call(tool: string, args: ToolArguments, signal: AbortSignal): Promise<ToolAnswer>
  /** Ends it: a program, with all that it started, is gone afterwards. */
  close(): Promise<void>
}

/** What a server is given to know us by. */
export interface ToolServerKeys {
  readonly headers: Readonly<Record<string, string>>
  readonly environment: readonly { readonly name: string; readonly value: string }[]
}

export interface ToolServerWatch {
  /** It ended, or can be used no more; told at most once, and not of what `close` does. */
  readonly onEnded: (why: ToolServerError) => void
  readonly onListChanged: () => void
}

/** Rejects with `ToolServerError`, soon after the signal is aborted too; nothing is left running then. */
export type OpenToolServer = (
  target: ToolServerTarget,
  keys: ToolServerKeys,
  watch: ToolServerWatch,
  signal: AbortSignal,
) => Promise<ToolServerConnection>

/** Why a tool server cannot be used, and what to do. The message is fit for everybody; `lastWords` are for the owner alone. */
export class ToolServerError extends AppError {
  readonly lastWords: string | null

  constructor(message: string, lastWords: string | null = null, options: ErrorOptions = {}) {
    super('engine_unavailable', message, options)
    this.lastWords = lastWords
  }
}
