import type { Result } from './frames'
import type { ServerEvent } from './events'

export const INVOKE_CHANNEL = 'port8000:invoke'
export const EVENT_CHANNEL = 'port8000:event'

/** What the preload puts on `window.desktop`: one way to ask, one way to listen. */
export interface DesktopBridge {
  invoke(command: string, input: unknown): Promise<Result<unknown>>
  onEvent(listener: (event: ServerEvent) => void): () => void
}
