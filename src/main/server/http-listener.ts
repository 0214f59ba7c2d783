import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { toListenError } from './listen-error'

/** How long a request may take to arrive; an answer may take as long as it likes. */
const REQUEST_TIMEOUT_MS = 30_000
const HEADERS_TIMEOUT_MS = 15_000
/** How long answers that are under way may take once the server closes. */
const CLOSE_TIMEOUT_MS = 500

/** A server that does not listen yet. A request without a Host gets as far as our own check, which says what is wrong. */
export function createListener(): Server {
  const http = createServer({
    requireHostHeader: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // A client that offers HTTP/2 with a plain request is answered plainly. Older runtimes do not know the option.
    shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
  })
  return http
}

/** Listens, and answers on which port. Rejects with `AppError` where the system refuses; it may be tried again then. */
export function bind(http: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      http.off('listening', onListening)
      void toListenError(error, port).then(reject)
    }
    const onListening = (): void => {
      http.off('error', onError)
      const address = http.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    }
    http.once('error', onError)
    http.once('listening', onListening)
    http.listen(port, host)
  })
}

/** Takes nobody new, runs `sayGoodbye`, lets what is under way finish for a moment, then closes every connection. */
export async function unbind(http: Server, sayGoodbye: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  await sayGoodbye()
  const giveUp = setTimeout(() => http.closeAllConnections(), CLOSE_TIMEOUT_MS)
  await closed
  clearTimeout(giveUp)
}
