import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { sendHttp } from '@test/support/http-client'
import { connectWs } from '@test/support/ws-client'
import { startScriptedServer } from './scripted-server'
import type { ScriptedServer } from './scripted-server'

const opened: (ScriptedServer | Server)[] = []
afterEach(async () => {
  for (const one of opened.splice(0))
    await (one instanceof Object && 'hub' in one
      ? one.close()
      : new Promise((resolve) => one.close(resolve)))
})

async function start(host = '127.0.0.1', port = 0): Promise<ScriptedServer> {
  const app = await startScriptedServer(
    { 'health.get': () => ({ status: health }) },
    {},
    { host, port },
  )
  opened.push(app)
  return app
}
let health = 'ok'

it('says who holds a port that is taken, and may be tried again on another', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  opened.push(holder)
  const place = holder.address()
  const taken = typeof place === 'object' && place ? place.port : 0

  const app = await startScriptedServer(
    { 'health.get': () => ({ status: 'ok' }) },
    {},
    { host: '127.0.0.1', port: taken },
  )
  opened.push(app)
  expect(app.refusal).toMatchObject({ name: 'AppError', code: 'conflict' })
  expect(app.refusal?.message).toMatch(
    new RegExp(`^Port ${taken} is taken by node\\S* \\(process ${process.pid}\\)\\. `),
  )
  expect(await app.server.findHolder(taken)).toContain(`(process ${process.pid})`)

  const second = await app.server.listen(0, ['127.0.0.1'])
  expect(second.port).not.toBe(taken)
  const address = `http://127.0.0.1:${second.port}`
  expect((await sendHttp(address, '/health')).status).toBe(200)
  const client = await connectWs(address)
  await client.close()
})

it('gives the address that works in a browser, for IPv4, IPv6 and the name', async () => {
  for (const [host, expected] of [
    ['127.0.0.1', '127.0.0.1'],
    ['localhost', '127.0.0.1'],
    ['::1', '[::1]'],
  ] as const) {
    const app = await start(host)
    expect(app.address).toBe(`http://${expected}:${app.port}`)
    expect(
      (await sendHttp(app.address, '/health', { host: `${expected}:${app.port}` })).status,
    ).toBe(200)
  }
})

it('answers health by its status: 200 where it works, also without an engine, and 503 where nothing can be stored', async () => {
  const app = await start()
  for (const [status, expected] of [
    ['ok', 200],
    ['degraded', 200],
    ['failing', 503],
  ] as const) {
    health = status
    const answer = await sendHttp(app.address, '/health')
    expect([answer.status, answer.json()]).toEqual([expected, { status }])
  }
})

it('answers health although no credential can be looked up', async () => {
  const app = await start()
  health = 'failing'
  app.access.identifyToken = () => Promise.reject(new Error('the disk is on fire'))
  expect((await sendHttp(app.address, '/health', { token: 'x' })).status).toBe(503)
})

it('closes though requests hang, and answers nobody after', async () => {
  const app = await startScriptedServer({ 'bots.list': () => new Promise(() => {}) })
  const hanging = sendHttp(app.address, '/api/v1/bots', { token: await app.token() }).catch(
    (error: unknown) => error,
  )
  await app.close()
  expect(await hanging).toBeInstanceOf(Error)
  await expect(sendHttp(app.address, '/health')).rejects.toThrow()
})

it('closes though it never listened', async () => {
  const app = await startScriptedServer({}, {}, { host: '127.0.0.1', port: 70_000 })
  await expect(app.close()).resolves.toBeUndefined()
})
