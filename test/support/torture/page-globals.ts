import { WebSocket as NodeSocket } from 'ws'
import type { Way } from './stubborn-socket'

/** So much of a browser as the UI's own client asks for, in a process without one; its sockets go the given way. */
export function pretendToBeAPage({ address, token }: Way): void {
  class PageSocket extends NodeSocket {
    constructor(url: string) {
      super(url, { headers: { host: new URL(address).host, authorization: `Bearer ${token}` } })
      // What breaks a socket before it is open is said by `close` as well.
      this.on('error', () => undefined)
    }
  }
  const nothing = () => undefined
  Object.assign(globalThis, {
    WebSocket: PageSocket,
    window: {},
    document: { hidden: false, addEventListener: nothing, removeEventListener: nothing },
    requestAnimationFrame: (draw: () => void) => setTimeout(draw, 16),
    cancelAnimationFrame: (frame: NodeJS.Timeout) => clearTimeout(frame),
  })
}
