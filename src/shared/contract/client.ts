import type { CommandName, CommandOutput, CommandRequest } from './commands'
import type { ServerEvent } from './events'

/** `retryAt` is epoch milliseconds; null while a try is under way. */
export type ConnectionState =
  | { readonly status: 'connecting' }
  | { readonly status: 'online' }
  | { readonly status: 'offline'; readonly retryAt: number | null }
  | { readonly status: 'signed-out' }

/** How the UI reaches the controller. Two implementations: IPC in the window, WebSocket in a browser. */
export interface ApiClient {
  /** Rejects with `AppError`; `engine_unavailable` is never used for a lost connection: that is `internal` with a message that says so. */
  call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  onEvent(listener: (event: ServerEvent) => void): () => void
  /** Calls at once with the present state, then at every change. Each change to `online` means: watch again. */
  onConnection(listener: (state: ConnectionState) => void): () => void
  /** Tries to connect now, where it is waiting to. */
  reconnect(): void
}
