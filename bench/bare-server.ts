// The leanest WebSocket server there is, as a process of its own: what the controller's sockets are compared with. It
// stores nothing, checks nobody and knows no sessions. Prints one JSON line with its address.
import { request } from 'node:http'
import { parseArgs } from 'node:util'
import { WebSocketServer } from 'ws'
import type { AddressInfo } from 'node:net'
import type { WebSocket } from 'ws'

const GATHER_MS = 33

const { values } = parseArgs({
  options: {
    /** The engine that `begin` asks. */
    engine: { type: 'string', default: '' },
    /** How long the answer to `page` is. */
    'page-bytes': { type: 'string', default: '0' },
  },
})
const page = Buffer.alloc(Number(values['page-bytes']), '.')
const rooms = new Map<number, Set<WebSocket>>()
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })

interface Frame {
  readonly command: 'watch' | 'begin' | 'page'
  readonly input: { readonly room: number }
}

server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const { command, input } = JSON.parse(data.toString()) as Frame
    if (command === 'page') socket.send(page, { binary: false })
    else if (command === 'begin') relay(input.room)
    else {
      rooms.set(input.room, (rooms.get(input.room) ?? new Set()).add(socket))
      socket.send('{"id":1,"ok":true}')
    }
  })
})
server.on('listening', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
})
process.once('SIGTERM', () => process.exit(0))

/** Asks the engine once and passes its words on to everybody in the room, gathered as the controller gathers them. */
function relay(room: number): void {
  let gathered = ''
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    const frame = Buffer.from(JSON.stringify({ event: 'turn.extended', text: gathered }))
    gathered = ''
    for (const socket of rooms.get(room) ?? []) socket.send(frame, { binary: false })
  }
  const asking = request(`${values.engine}/api/chat`, { method: 'POST' }, (response) => {
    response.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n')) {
        if (line === '') continue
        const { message } = JSON.parse(line) as { message: { content: string } }
        gathered += message.content
      }
      timer ??= setTimeout(flush, GATHER_MS)
    })
  })
  asking.end(
    JSON.stringify({
      model: 'tiny',
      messages: [{ role: 'user', content: 'Go on' }],
      options: { num_predict: 8_192 },
    }),
  )
}
