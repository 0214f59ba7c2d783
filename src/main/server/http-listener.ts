import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { Places } from './places'

/** How long a request may take to arrive; an answer may take as long as it likes. */
const REQUEST_TIMEOUT_MS = 30_000
const HEADERS_TIMEOUT_MS = 15_000
/** How often it is looked for requests that take too long. */
const CHECK_INTERVAL_MS = 5_000
/** How long answers that are under way may take once the server closes. */
const CLOSE_TIMEOUT_MS = 500

/**
 * Speaks HTTP on connections that are handed to it, wherever they were accepted. A request without a Host gets as far as our own
 * check, which says what is wrong.
 */
export function createListener(): Server {
  const http = createServer({
    requireHostHeader: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    // A client that offers HTTP/2 with a plain request is answered plainly. Older runtimes do not know the option.
    shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
  })
  // It never listens itself; this begins its watch over requests that do not come to an end.
  http.emit('listening')
  return http
}

/** Takes nobody new, runs `sayGoodbye`, lets what is under way finish for a moment, then closes every connection. */
export async function unbind(
  http: Server,
  places: Places,
  sayGoodbye: () => Promise<void>,
): Promise<void> {
  places.close()
  await sayGoodbye()
  // Also ends its watch over requests that do not come to an end.
  http.close()
  const giveUp = setTimeout(() => places.cutConnections(), CLOSE_TIMEOUT_MS)
  await places.empty()
  clearTimeout(giveUp)
}
