import { Client, ProtocolError, SdkHttpError } from '@modelcontextprotocol/client'
import type { JsonSchemaValidatorResult, Transport } from '@modelcontextprotocol/client'
import { AppError } from '@shared/contract/app-error'
import type { ToolServerTarget } from '@shared/model/tool-server'
import type { Logger } from '@main/core/logging/logger'
import { asError } from '@main/core/engines/unless-aborted'
import { ToolServerError } from '@main/core/tool-servers/tool-server-connection'
import type {
  OpenToolServer,
  ToolServerConnection,
  ToolServerKeys,
  ToolServerWatch,
} from '@main/core/tool-servers/tool-server-connection'
import { VERSION } from '@main/version'
import { AddressTransport, BROKEN_CODE } from './address-transport'
import { failureOf, failureOfProgram, tooLong } from './failure-of'
import { programEnvironment } from './program-environment'
import { ProgramTransport } from './program-transport'
import { resultText } from './result-text'

/** Our own limits are shorter; the SDK's would end a call that the owner gave more time. */
const NO_LIMIT_MS = 2 ** 31 - 1
const MAX_PAGES = 8

interface Opening {
  readonly target: ToolServerTarget
  readonly keys: ToolServerKeys
  readonly watch: ToolServerWatch
  readonly signal: AbortSignal
}

/** Opens tool servers with the SDK of the protocol. Of what servers may ask of us (models, files, people), nothing is offered. */
export function createOpenToolServer(log: Logger): OpenToolServer {
  return async (target, keys, watch, signal) => {
    const opening = { target, keys, watch, signal }
    try {
      return await Connection.open(opening, 'legacy', log)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof ProtocolError)) throw error
    }
    // One that refuses the greeting of all versions until 2025 may know only the later ones.
    return Connection.open(opening, 'auto', log).catch((error: unknown) => {
      throw failureOf(error)
    })
  }
}

class Connection implements ToolServerConnection {
  readonly #client: Client
  readonly #transport: Transport
  readonly #secrets: readonly string[]
  readonly #watch: ToolServerWatch
  #ended: ToolServerError | null = null
  #isClosing = false

  static async open(opening: Opening, mode: 'legacy' | 'auto', log: Logger): Promise<Connection> {
    const connection = new Connection(opening, mode)
    try {
      await connection.#begin(opening.signal)
      return connection
    } catch (error) {
      // Before it is closed, which ends its program too.
      const why = error instanceof ProtocolError ? error : connection.#whyBroken(error)
      await connection.close()
      opening.signal.throwIfAborted()
      log.debug('tool server not opened', { reason: error instanceof Error ? error.name : '' })
      throw why
    }
  }

  private constructor({ target, keys, watch }: Opening, mode: 'legacy' | 'auto') {
    this.#watch = watch
    this.#secrets = [
      ...keys.environment.map(({ value }) => value),
      ...Object.values(keys.headers).map((value) => value.replace(/^Bearer /, '')),
    ]
    this.#transport = this.#makeTransport(target, keys)
    this.#client = new Client(
      { name: 'port8000', title: 'Port 8000', version: VERSION },
      {
        capabilities: {},
        versionNegotiation: { mode },
        listMaxPages: MAX_PAGES,
        // Results are data whatever shape they have; a schema of theirs would only be a way to keep us busy.
        jsonSchemaValidator: { getValidator: () => (input) => toValid(input) },
        listChanged: {
          tools: { autoRefresh: false, onChanged: () => this.#watch.onListChanged() },
        },
      },
    )
  }

  get info(): string | null {
    const info = this.#client.getServerVersion()
    return info ? this.#clean(`${info.title ?? info.name} ${info.version}`) : null
  }

  async list(signal: AbortSignal) {
    try {
      const options = { signal, timeout: NO_LIMIT_MS, cacheMode: 'refresh' } as const
      const { tools } = await this.#client.listTools(undefined, options)
      return tools.map(({ name, title, description, inputSchema }) => ({
        name,
        description: this.#clean(description ?? title ?? ''),
        parameters: { ...inputSchema },
      }))
    } catch (error) {
      signal.throwIfAborted()
      throw this.#whyBroken(error)
    }
  }

  async call(name: string, args: Readonly<Record<string, unknown>>, signal: AbortSignal) {
    try {
      const options = { signal, timeout: NO_LIMIT_MS }
      const result = await this.#client.callTool({ name, arguments: { ...args } }, options)
      return { text: this.#clean(resultText(result)), isError: result.isError === true }
    } catch (error) {
      if (signal.aborted) throw asError(signal.reason)
      throw this.#failureOfCall(error)
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true
    await this.#client.close()
    // Before it was greeted, the client does not know it yet.
    await this.#transport.close()
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const onAbort = () => void this.close()
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      await this.#client.connect(this.#transport, { signal, timeout: NO_LIMIT_MS })
      this.#client.onclose = () => this.#end(this.#whyClosed())
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  #makeTransport(target: ToolServerTarget, keys: ToolServerKeys): Transport {
    if (target.kind === 'stdio')
      return new ProgramTransport({
        ...{ command: target.command, arguments: target.arguments },
        environment: programEnvironment(keys.environment),
      })
    const onTooLong = () => {
      this.#end(tooLong())
      void this.close()
    }
    return new AddressTransport({ url: target.url, headers: keys.headers, onTooLong })
  }

  /** An error that the server answered is about this call; with any other, the server is not to be spoken to any more. */
  #failureOfCall(error: unknown): AppError {
    if (error instanceof ProtocolError && error.code !== BROKEN_CODE)
      return new AppError('invalid_input', `The tool server refused: ${this.#clean(error.message)}`)
    const why = this.#whyBroken(error)
    this.#end(why)
    void this.close()
    return new AppError(
      why.code,
      `The tool server failed in the middle of the call. ${why.message}`,
    )
  }

  #whyBroken(error: unknown): ToolServerError {
    if (this.#ended) return this.#ended
    if (this.#transport instanceof ProgramTransport && this.#transport.end) return this.#whyClosed()
    if (error instanceof ProtocolError)
      return new ToolServerError('The connection to it broke. Try again.')
    if (error instanceof SdkHttpError && error.data.status === 404)
      return new ToolServerError('It does not know us any more, as it was started anew. Try again.')
    return failureOf(error)
  }

  #whyClosed(): ToolServerError {
    const end = this.#transport instanceof ProgramTransport ? this.#transport.end : null
    if (!end) return new ToolServerError('The connection to it broke. Start it again.')
    return failureOfProgram({ ...end, said: this.#clean(end.said) })
  }

  #end(why: ToolServerError): void {
    if (this.#ended || this.#isClosing) return
    this.#ended = why
    this.#watch.onEnded(why)
  }

  /** A server may say what it was given, to models and to people. */
  #clean(text: string): string {
    let clean = text
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, '…')
    return clean
  }
}

/** The SDK asks for a value of the type that it was told the schema has. */
function toValid<T>(input: unknown): JsonSchemaValidatorResult<T> {
  return { valid: true, data: input as T, errorMessage: undefined }
}
