import type { Socket } from 'node:net'

/**
 * Connections on which nobody has signed in yet. They are cheap and anybody can open them, so only so many are kept: the oldest
 * makes room for the newest. Whoever is signed in is not among them.
 */
export class Strangers {
  readonly #most: () => number
  readonly #onCut: () => void
  readonly #sockets = new Set<Socket>()

  constructor(most: () => number, onCut: () => void) {
    this.#most = most
    this.#onCut = onCut
  }

  add(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    if (this.#sockets.size <= this.#most()) return
    const [oldest] = this.#sockets
    if (!oldest) return
    this.#sockets.delete(oldest)
    this.#onCut()
    oldest.destroy()
  }

  /** Somebody signed in on it. */
  release(socket: Socket): void {
    this.#sockets.delete(socket)
  }
}
