import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { FetchLike, JSONRPCMessage } from '@modelcontextprotocol/client'
import { MAX_MESSAGE_BYTES } from './program-transport'

/** What a request is answered with here where its connection broke before its server answered it; no server's own code. */
export const BROKEN_CODE = -32_099
const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000
/** How long a server may take to forget us. */
const GOODBYE_MS = 1_000

type SendOptions = Parameters<StreamableHTTPClientTransport['send']>[1]

export interface AddressOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** An answer is longer than any should be. */
  readonly onTooLong: () => void
}

/**
 * Speaks to a server at an address. Redirects are followed on its own host only, which the SDK sees to; answers have a
 * limit, and one that breaks off ends its request rather than letting it wait.
 */
export class AddressTransport extends StreamableHTTPClientTransport {
  constructor({ url, headers, onTooLong }: AddressOptions) {
    super(new URL(url), {
      requestInit: { headers },
      fetch: boundedFetch(onTooLong),
      redirectPolicy: 'same-origin',
      reconnectionOptions: {
        ...{ initialReconnectionDelay: FIRST_RETRY_MS, maxReconnectionDelay: LONGEST_RETRY_MS },
        ...{ reconnectionDelayGrowFactor: 2, maxRetries: 5 },
      },
      // A server may ask for no pause at all.
      reconnectionScheduler: (reconnect, delay) => {
        const timer = setTimeout(reconnect, Math.max(delay, FIRST_RETRY_MS))
        timer.unref()
        return () => clearTimeout(timer)
      },
    })
  }

  override async send(message: JSONRPCMessage, options?: SendOptions): Promise<void> {
    const id = 'method' in message && 'id' in message ? message.id : undefined
    const onRequestStreamEnd = () => {
      options?.onRequestStreamEnd?.()
      // A request that was answered is not known by this number any more.
      if (id !== undefined)
        this.onmessage?.({ jsonrpc: '2.0', id, error: { code: BROKEN_CODE, message: 'broken' } })
    }
    await super.send(message, { ...options, onRequestStreamEnd })
  }

  override async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, GOODBYE_MS)
    })
    try {
      await Promise.race([this.terminateSession(), late])
    } catch {
      // It is gone already.
    } finally {
      clearTimeout(timer)
      await super.close()
    }
  }
}

/** A limit for each answer, or for each event of a stream of them. */
function boundedFetch(onTooLong: () => void): FetchLike {
  return async (url, init) => {
    const response = await fetch(url, init)
    if (!response.body) return response
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
    const body = response.body.pipeThrough(byteLimit(isStream, onTooLong))
    const { status, statusText, headers } = response
    return new Response(body, { status, statusText, headers })
  }
}

function byteLimit(isStream: boolean, onTooLong: () => void): TransformStream<Uint8Array> {
  const limit = { bytes: 0, lastWasBreak: false }
  return new TransformStream({
    transform: (chunk: Uint8Array, controller) => {
      if (isStream) countEvents(limit, chunk)
      else limit.bytes += chunk.byteLength
      if (limit.bytes > MAX_MESSAGE_BYTES) {
        onTooLong()
        controller.error(new Error('too long'))
      } else controller.enqueue(chunk)
    },
  })
}

/** Counts from the last empty line on, which ends an event. */
function countEvents(limit: { bytes: number; lastWasBreak: boolean }, chunk: Uint8Array): void {
  for (const byte of chunk) {
    limit.bytes++
    if (byte === 0x0d) continue
    const isBreak = byte === 0x0a
    if (isBreak && limit.lastWasBreak) limit.bytes = 0
    limit.lastWasBreak = isBreak
  }
}
