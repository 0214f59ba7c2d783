import { AppError } from '@shared/contract/app-error'
import type { ApiClient, ConnectionState } from '@shared/contract/client'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import type { ServerEvent } from '@shared/contract/events'

type Script = {
  readonly [N in CommandName]?: (
    input: CommandRequest<N>,
  ) => CommandOutput<N> | Promise<CommandOutput<N>>
}

/** An `ApiClient` that answers from a script, remembers what it was asked and says what the test tells it to. */
export class ScriptedApi implements ApiClient {
  readonly asked: { readonly name: CommandName; readonly input: unknown }[] = []
  #script: Script
  readonly #eventListeners = new Set<(event: ServerEvent) => void>()
  readonly #connectionListeners = new Set<(state: ConnectionState) => void>()
  #state: ConnectionState = { status: 'connecting' }

  constructor(script: Script = {}) {
    this.#script = script
  }

  answerWith(script: Script): void {
    this.#script = { ...this.#script, ...script }
  }

  async call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
    this.asked.push({ name, input })
    const answer = this.#script[name]
    if (answer === undefined) throw new AppError('not_found', `The script has no ${name}.`)
    return answer(input)
  }

  onEvent(listener: (event: ServerEvent) => void): () => void {
    this.#eventListeners.add(listener)
    return () => this.#eventListeners.delete(listener)
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#connectionListeners.add(listener)
    listener(this.#state)
    return () => this.#connectionListeners.delete(listener)
  }

  reconnect(): void {
    this.say({ status: 'connecting' })
  }

  emit(event: ServerEvent): void {
    for (const listener of this.#eventListeners) listener(event)
  }

  say(state: ConnectionState): void {
    this.#state = state
    for (const listener of this.#connectionListeners) listener(state)
  }
}
