import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { sendHttp } from '@test/support/http-client'
import { startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'

const HOST = 'bots.example.org'
const ORIGIN = `https://${HOST}`

let app: TestApp
let proxy: Server
let address: string

/** Hands requests and sockets on as docs/proxy says: the Host as it came, the caller's address in place of what it claims. */
function startProxy(target: string, client: string): Promise<Server> {
  const { hostname, port } = new URL(target)
  const headersOf = ({ headers }: IncomingMessage) => ({ ...headers, 'x-forwarded-for': client })
  const server = createServer((asked, answer) => {
    const { method, url: path } = asked
    const onward = request(
      { hostname, port, method, path, headers: headersOf(asked) },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    asked.pipe(onward)
  })
  server.on('upgrade', (asked: IncomingMessage, socket: Socket) => {
    const onward = connect(Number(port), hostname, () => {
      const lines = Object.entries(headersOf(asked)).map(
        ([name, value]) => `${name}: ${String(value)}`,
      )
      onward.write(`GET ${asked.url ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
      onward.pipe(socket).pipe(onward)
    })
    socket.on('error', () => onward.destroy())
    onward.on('error', () => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  return once(server, 'listening').then(() => server)
}

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  app = await startTestApp({ env: { ALLOWED_HOSTS: ORIGIN, REQUESTS_PER_MINUTE: '5', ...env } })
  proxy = await startProxy(app.address, '198.51.100.7')
  address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
afterEach(async () => {
  proxy.closeAllConnections()
  proxy.close()
  await app.close()
})

it('pages, the API and sockets work behind a proxy, under its name', async () => {
  await start({ TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_MINUTE: '0' })
  const { secret: token } = await app.call('access.createToken', { name: 'x', role: 'owner' })
  const through = { host: HOST, origin: ORIGIN, token }
  expect((await sendHttp(address, '/api/v1/bots', through)).status).toBe(200)
  expect(
    (await sendHttp(address, '/api/v1/bots', { ...through, origin: 'http://evil.test' })).status,
  ).toBe(403)
  const socket = await connectWs(address, through)
  expect((await socket.call('bots.list', {})).bots).toHaveLength(1)
  await socket.close()
})

it('people behind a trusted proxy are counted by their own addresses, and nobody else may claim one', async () => {
  await start({ TRUSTED_PROXIES: '127.0.0.1' })
  const statuses = []
  for (let i = 0; i < 6; i += 1)
    statuses.push((await sendHttp(address, '/health', { host: HOST })).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  // The proxy's own machine is somebody else.
  expect((await sendHttp(app.address, '/health')).status).toBe(200)
})

it('what somebody forwards who is not trusted is ignored, also on this machine', async () => {
  await start({})
  const statuses = []
  for (let i = 0; i < 6; i += 1) {
    const headers = { 'x-forwarded-for': `203.0.113.${String(i)}` }
    statuses.push((await sendHttp(app.address, '/health', { headers })).status)
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
})
