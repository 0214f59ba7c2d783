import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { gzipSync } from 'node:zlib'
import { sendHttp } from '@test/support/http-client'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'

/** Few by default; `npm run torture` has thousands. */
const STRANGERS = Number(process.env['TORTURE_STRANGERS'] ?? 150)
const MOST = 50

let app: TestApp
let person: WsClient
const sockets: Socket[] = []
beforeEach(async () => {
  app = await startTestApp({
    engines: { ollama: new ScriptedEngine() },
    env: { MAX_STRANGERS: String(MOST), REQUESTS_PER_MINUTE: '1000' },
  })
  const { secret } = await app.call('access.createToken', { name: 'a person', role: 'owner' })
  person = await connectWs(app.address, { token: secret })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  person.socket.terminate()
  await app.close()
})

async function dial(bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(app.address)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  socket.on('error', () => undefined)
  sockets.push(socket)
  await once(socket, 'connect')
  socket.resume()
  if (bytes !== '') socket.write(bytes.replace('HERE', `${hostname}:${port}`))
  return socket
}

/** Somebody who is signed in says something and hears the reply, on the socket they have. */
async function talks(): Promise<void> {
  const { sessionId } = await launchBot(app)
  await person.call('sessions.watch', { sessionId })
  await person.call('messages.send', {
    ...{ sessionId, clientMessageId: clientMessageId(), text: 'hello' },
  })
  const ended = await person.waitForEvent(
    (event) => event.event === 'turn.ended' && event.sessionId === sessionId,
  )
  expect(ended).toMatchObject({ message: { text: 'Hello there', status: 'complete' } })
}

const HALF_A_REQUEST = 'GET /health HTTP/1.1\r\nHost: '
const HALF_A_BODY =
  'POST /api/v1/sign-in HTTP/1.1\r\nHost: HERE\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{'

it.each([
  ['that say nothing', ''],
  ['that never end their headers', HALF_A_REQUEST],
  ['that never end their body', HALF_A_BODY],
])(
  'connections of strangers %s are a table of fixed size, and people notice nothing',
  async (_what, bytes) => {
    for (let begun = 0; begun < STRANGERS; begun += 50) {
      const batch = Math.min(50, STRANGERS - begun)
      await Promise.all(Array.from({ length: batch }, () => dial(bytes)))
    }
    await talks()
    const open = () =>
      sockets.filter(({ destroyed, readableEnded }) => !destroyed && !readableEnded).length
    await expect.poll(open, { timeout: 20_000 }).toBeLessThanOrEqual(MOST)
    expect((await app.call('limits.get', {})).turnedAway.strangers).toBeGreaterThan(0)
    expect(person.socket.readyState).toBe(person.socket.OPEN)
    // Whoever comes now is let in, too: the oldest make room for them.
    expect([200, 429]).toContain((await sendHttp(app.address, '/health')).status)
  },
  120_000,
)

it('sockets on which nobody signs in make room too, and the socket of a person never does', async () => {
  const closed: Promise<unknown>[] = []
  for (let i = 0; i < MOST + 20; i += 1) closed.push((await connectWs(app.address)).closed)
  await Promise.all(closed.slice(0, 20))
  await talks()
})

it('half-open connections, that are closed on the other side only, are cleared away', async () => {
  const gone = await Promise.all(Array.from({ length: 20 }, () => dial('')))
  const closed = gone.map((socket) => once(socket, 'close'))
  for (const socket of gone) socket.end()
  await Promise.all(closed)
})

it('bombs of headers are answered and cut off', async () => {
  for (const headers of [
    `X: ${'x'.repeat(100_000)}\r\n`,
    Array.from({ length: 5_000 }, (_, i) => `X-${i}: 1234567890\r\n`).join(''),
  ]) {
    const socket = await dial(`GET /health HTTP/1.1\r\nHost: HERE\r\n${headers}\r\n`)
    await Promise.race([once(socket, 'end'), once(socket, 'close')])
  }
  await talks()
})

it('what is packed is not unpacked: neither bodies nor frames', async () => {
  const packed = gzipSync(Buffer.alloc(10_000_000))
  const answer = await sendHttp(app.address, '/api/v1/sign-in', {
    method: 'POST',
    body: packed,
    headers: {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': String(packed.length),
    },
  })
  expect([400, 413]).toContain(answer.status)
  const offered = await connectWs(app.address)
  expect(offered.socket.extensions).toBe('')
  offered.socket.terminate()
})

it('a frame beyond the limit ends its own socket and no other', async () => {
  const bomber = await connectWs(app.address)
  bomber.sendRaw(Buffer.alloc(3_000_000, 'x'))
  expect((await bomber.closed).code).toBe(1009)
  await talks()
})
