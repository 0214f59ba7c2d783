import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { networkAddresses } from '@main/platform/network-addresses'
import { sendHttp } from '@test/support/http-client'
import { startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'

const outer = networkAddresses().find(({ family, virtual }) => family === 4 && !virtual)?.address

let app: TestApp
let token: string
const sockets: WsClient[] = []
beforeEach(async () => {
  app = await startTestApp()
  token = (await app.call('access.createToken', { name: 'an owner', role: 'owner' })).secret
})
afterEach(async () => {
  vi.useRealTimers()
  for (const socket of sockets.splice(0)) socket.socket.terminate()
  await app.close()
})

async function connect(address: string): Promise<WsClient> {
  const socket = await connectWs(address, { token })
  sockets.push(socket)
  return socket
}
const portOf = (address: string) => Number(new URL(address).port)
const status = (address: string, options = {}) =>
  sendHttp(address, '/health', options).then(
    (answer) => answer.status,
    () => 'refused',
  )
/** A port that is free now. */
async function freePort(): Promise<number> {
  const other = await startTestApp()
  const port = portOf(other.address)
  await other.close()
  return port
}

describe('the port', () => {
  it('changes without losing an open socket, and is kept for the next start', async () => {
    const before = app.address
    const socket = await connect(before)
    const port = await freePort()
    const { server } = await app.call('server.change', { port })
    expect(server).toMatchObject({ port, address: `http://127.0.0.1:${port}`, error: null })
    expect(server.unconfirmedUntil).toBeNull()
    expect(await status(before)).toBe('refused')
    expect(await status(`http://127.0.0.1:${port}`)).toBe(200)
    expect((await socket.call('bots.list', {})).bots).toHaveLength(1)
    expect((await app.call('access.createLink', {})).url).toContain(`:${port}/`)
  })

  it('stays where it is where the new one cannot be had', async () => {
    const other = await startTestApp()
    await expect(app.call('server.change', { port: portOf(other.address) })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await status(app.address)).toBe(200)
    await other.close()
  })
})

describe('a change by the network that closes an address', () => {
  it('is kept where it is confirmed by way of the new address, and from nowhere else', async () => {
    const socket = await connect(app.address)
    const port = await freePort()
    const { server } = await socket.call('server.change', { port })
    expect(server.unconfirmedUntil).toBeGreaterThan(Date.now())
    await expect(socket.call('server.confirm', {})).rejects.toMatchObject({ code: 'forbidden' })
    // Until then the pages that are open can still load what they need.
    expect(await status(app.address)).toBe(200)
    const there = await connect(`http://127.0.0.1:${port}`)
    expect((await there.call('server.confirm', {})).server.unconfirmedUntil).toBeNull()
    await expect(there.call('server.confirm', {})).rejects.toMatchObject({ code: 'conflict' })
    expect(await status(app.address)).toBe('refused')
    await socket.call('bots.list', {})
    expect((await app.call('settings.get', {})).settings.host.value).toBe('127.0.0.1')
  })

  it('undoes itself after five minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const socket = await connect(app.address)
    await app.call('overview.watch', {})
    const port = await freePort()
    await socket.call('server.change', { port })
    vi.advanceTimersByTime(5 * 60_000 - 1)
    expect(await status(`http://127.0.0.1:${port}`)).toBe(200)
    vi.advanceTimersByTime(1)
    await app.viewer.waitFor(
      'server.changed',
      ({ server }) => server.address === app.address && server.unconfirmedUntil === null,
    )
    expect(await status(app.address)).toBe(200)
    expect(await status(`http://127.0.0.1:${port}`)).toBe('refused')
    await socket.call('bots.list', {})
  })

  it('can be taken back at once', async () => {
    const socket = await connect(app.address)
    await socket.call('server.change', { port: await freePort() })
    expect((await socket.call('server.undo', {})).server.address).toBe(app.address)
    expect(await status(app.address)).toBe(200)
  })

  it('goes back to what was kept last, also after two of them', async () => {
    const socket = await connect(app.address)
    await socket.call('server.change', { port: await freePort() })
    await socket.call('server.change', { port: await freePort() })
    expect((await socket.call('server.undo', {})).server.address).toBe(app.address)
  })
})

describe.skipIf(outer === undefined)('sharing on this network', () => {
  const shared = () => `http://${outer ?? ''}:${portOf(app.address)}`

  it('opens the machine’s addresses and closes them again, with every socket that is open left alone', async () => {
    expect(await status(shared())).toBe('refused')
    const own = await connect(app.address)
    const { server } = await own.call('server.change', { host: '0.0.0.0' })
    // Nothing was closed, so nobody can be locked out.
    expect(server.unconfirmedUntil).toBeNull()
    expect(server.addresses).toContain(shared())
    expect(server.address).toBe(app.address)
    const there = await connect(shared())
    expect((await there.call('bots.list', {})).bots).toHaveLength(1)
    expect(await status(app.address)).toBe(200)

    await app.call('server.change', { host: '127.0.0.1' })
    expect(await status(shared())).toBe('refused')
    expect(await status(app.address)).toBe(200)
    await there.call('bots.list', {})
    await own.call('bots.list', {})
  })

  it('lets nobody in without a credential, on any address', async () => {
    await app.call('server.change', { host: '::' })
    const { addresses } = app.controller.server.status
    expect(addresses.length).toBeGreaterThan(0)
    for (const address of [app.address, ...addresses]) {
      expect((await sendHttp(address, '/api/v1/bots')).status).toBe(401)
      expect((await sendHttp(address, '/api/v1/bots', { token })).status).toBe(200)
      for (const host of ['evil.test', `evil.test:${portOf(address)}`, '0.0.0.0'])
        expect(await status(address, { host })).toBe(403)
      expect(await status(address, { origin: 'http://evil.test' })).toBe(403)
      const stranger = await connectWs(address)
      sockets.push(stranger)
      await expect(stranger.call('bots.list', {})).rejects.toMatchObject({
        code: 'unauthenticated',
      })
    }
  })

  it('can be for one address only', async () => {
    const { server } = await app.call('server.change', { host: outer ?? '' })
    expect(server.addresses).toEqual([shared()])
  })

  it('says of an address that is not this machine’s that it could not be opened, and listens on the others', async () => {
    const { server } = await app.call('server.change', { host: `203.0.113.9,${outer ?? ''}` })
    expect(server).toMatchObject({ addresses: [shared()], missing: ['203.0.113.9'] })
  })

  it('is looked at from here: the addresses, whether they answer, and who came', async () => {
    expect((await app.call('server.probe', {})).verdict).toBe('off')
    await app.call('server.change', { host: '0.0.0.0' })
    const probe = await app.call('server.probe', {})
    expect(probe.addresses).toContainEqual({ address: shared(), answers: true })
    expect(probe.visitedAt).toBeNull()
    expect(['open', 'unknown', 'blocked']).toContain(probe.verdict)
    const { addresses } = await app.call('server.addresses', {})
    expect(addresses.map(({ address }) => address)).toContain(outer)
  })
})
