import { WebSocket } from 'ws'

/** What every process of this machine takes for now, in epoch milliseconds with a fraction. */
export function clock(): number {
  return performance.timeOrigin + performance.now()
}

/**
 * One viewer of many: so lean that a thousand of them do not measure themselves. Every frame is given on as text with
 * the moment it came.
 */
export class ViewerSocket {
  readonly #socket: WebSocket
  onFrame: (text: string, at: number) => void = () => undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      this.onFrame(data.toString('latin1'), clock())
    })
  }

  /** Signed in by the header where there is a secret. */
  static connect(url: string, secret: string | null): Promise<ViewerSocket> {
    const headers = secret === null ? {} : { authorization: `Bearer ${secret}` }
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, {
      perMessageDeflate: false,
      headers,
    })
    return new Promise((resolve, reject) => {
      socket.once('open', () => {
        resolve(new ViewerSocket(socket))
      })
      socket.once('error', reject)
    })
  }

  /** Resolves with the answer's frame; nothing may be asked meanwhile. */
  ask(command: string, input: unknown): Promise<string> {
    return new Promise((resolve) => {
      const before = this.onFrame
      this.onFrame = (text, at) => {
        if (!text.startsWith('{"id":')) {
          before(text, at)
          return
        }
        this.onFrame = before
        resolve(text)
      }
      this.send({ id: 1, command, input })
    })
  }

  send(frame: unknown): void {
    this.#socket.send(JSON.stringify(frame))
  }

  close(): void {
    this.#socket.terminate()
  }
}

/** So many at once, `atOnce` at a time. */
export async function connectViewers(
  url: string,
  secret: string | null,
  count: number,
  atOnce = 100,
): Promise<readonly ViewerSocket[]> {
  const viewers: ViewerSocket[] = []
  while (viewers.length < count) {
    const batch = Math.min(atOnce, count - viewers.length)
    const connecting = Array.from({ length: batch }, () => ViewerSocket.connect(url, secret))
    viewers.push(...(await Promise.all(connecting)))
  }
  return viewers
}
