import type { ClientMessageId, SessionId } from '@shared/model/ids'
import type { PendingSend } from './chat-data'

const PREFIX = 'port8000.unsent.'

interface Unsent {
  readonly sessionId: SessionId
  readonly pending: PendingSend
}

/**
 * Keeps what was said and not yet taken by the controller, under its id, past a reload or a crash of the page: sent again
 * under the same id it is said once, whichever page does it. Where the page may not store anything, it lasts as long as
 * the page.
 */
export class UnsentStorage {
  readonly #storage: Storage | null

  constructor(storage: Storage | null) {
    this.#storage = storage
  }

  /** In the order it was said. What was on its way when the page died waits to be sent again. */
  read(): readonly Unsent[] {
    return this.#keys()
      .flatMap((key) => parse(this.#storage?.getItem(key) ?? null))
      .map(({ sessionId, pending }) => {
        const state = pending.state === 'failed' ? ('failed' as const) : ('waiting' as const)
        return { sessionId, pending: { ...pending, state } }
      })
      .sort((a, b) => a.pending.createdAt - b.pending.createdAt)
  }

  /** At once: a page that dies says nothing before. */
  put(sessionId: SessionId, pending: PendingSend): void {
    const unsent: Unsent = { sessionId, pending }
    try {
      this.#storage?.setItem(PREFIX + pending.clientMessageId, JSON.stringify(unsent))
    } catch {
      // The storage is full: it lasts as long as the page.
    }
  }

  delete(clientMessageId: ClientMessageId): void {
    this.#storage?.removeItem(PREFIX + clientMessageId)
  }

  #keys(): readonly string[] {
    const storage = this.#storage
    if (storage === null) return []
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').filter(
      (key) => key.startsWith(PREFIX),
    )
  }
}

function parse(text: string | null): readonly Unsent[] {
  try {
    return text === null ? [] : [JSON.parse(text) as Unsent]
  } catch {
    return []
  }
}
