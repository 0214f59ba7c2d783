import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { route } from './router.ts'
import { World } from './world.ts'
import type { FakeOllama, FakeOllamaOptions } from './options.ts'

export type { FakeOllama } from './options.ts'

/** Starts a server that behaves on the wire as the captured Ollama of that version does. Listens on loopback only. */
export async function startFakeOllama(options: FakeOllamaOptions = {}): Promise<FakeOllama> {
  const world = new World(options)
  const sockets = new Set<Socket>()
  const server = createServer({ keepAliveTimeout: 0, noDelay: true }, (req, res) => {
    route(world, req, res).catch((error: unknown) => {
      // A client that goes away while its body is read is the only way here.
      res.destroy(error instanceof Error ? error : undefined)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    world.facts.changed()
    socket.once('close', () => {
      sockets.delete(socket)
      world.facts.changed()
    })
  })

  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })

  const stop = async (): Promise<void> => {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }

  const port = await listen(options.port ?? 0)

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    version: world.version,
    requests: world.requests,
    get openConnections() {
      return sockets.size
    },
    get closedByClient() {
      return world.closedByClient
    },
    get liveGenerations() {
      return world.liveGenerations
    },
    get tokensSent() {
      return world.tokensSent
    },
    waitFor: (predicate) => world.facts.waitFor(predicate),
    waitForRequest: (path, count = 1) =>
      world.facts.waitFor(
        () => world.requests.filter((request) => request.path === path).length >= count,
      ),
    waitForClientClose: (count = 1) => world.facts.waitFor(() => world.closedByClient >= count),
    setFault: (fault) => world.setFault(fault),
    setPullFault: (fault) => {
      world.pullFault = fault
    },
    get pullsClosedByClient() {
      return world.pullsClosedByClient
    },
    setModels: (models) => world.models.replace(models),
    loads: world.memory.loads,
    loaded: () => world.memory.ready().map(({ model }) => model.name),
    unloadAll: () => world.memory.clear(),
    async close() {
      world.dying = true
      await stop()
    },
    async kill() {
      world.dying = true
      await stop()
      world.memory.clear()
    },
    async restart() {
      await stop()
      world.memory.clear()
      world.dying = false
      await listen(port)
    },
  }
}
