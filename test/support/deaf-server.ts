import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { Worker } from 'node:worker_threads'

/** A server whose machine answers nobody any more: connections to it neither open nor fail. */
export interface DeafServer {
  readonly url: string
  close(): Promise<void>
}

const OPENS_WITHIN_MS = 200

/** Listens, and never takes a connection. */
const LISTENER = `
  const { createServer } = require('node:net')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    setImmediate(() => Atomics.wait(workerData, 0, 0))
  })
`

export async function startDeafServer(): Promise<DeafServer> {
  const lock = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(LISTENER, { eval: true, workerData: lock })
  const port = await new Promise<number>((resolve) => worker.once('message', resolve))
  const held: Socket[] = []
  // The system itself takes as many as its list of those to be taken has room for.
  while (await opens(port, held));
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const socket of held) socket.destroy()
      Atomics.store(lock, 0, 1)
      Atomics.notify(lock, 0)
      await worker.terminate()
    },
  }
}

/** Whether one more connection opens: a local one does at once, or not before somebody takes others. */
function opens(port: number, held: Socket[]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    held.push(socket)
    socket.on('error', () => undefined)
    socket.once('connect', () => {
      resolve(true)
    })
    setTimeout(() => {
      resolve(false)
    }, OPENS_WITHIN_MS)
  })
}
