import { afterEach, describe, expect, it } from 'vitest'
import type { Viewer } from '@main/core/events/viewer'
import { AppError } from '@shared/contract/app-error'
import { sendBytes, sendHttp } from '@test/support/http-client'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'
import { startScriptedServer } from './scripted-server'
import type { Script, ScriptedServer } from './scripted-server'
import { OWNER, ownAccess } from '@test/support/first-person'

const BOT_DELETED = { event: 'bot.deleted', botId: 'BOT-001' } as const
const SESSION = '01890000-0000-7000-8000-000000000000'

let app: ScriptedServer
afterEach(() => app.close())

async function start(
  scripts: Readonly<Record<string, Script>> = {},
  options = {},
): Promise<ScriptedServer> {
  const watch: Script = (_input, { viewer }) => {
    app.hub.watchOverview(viewer, OWNER)
    return {}
  }
  const watchSession: Script = (_input, { viewer }) => {
    app.hub.watchSession(ownAccess(SESSION), viewer, OWNER)
    return {}
  }
  app = await startScriptedServer(
    { watch, watchSession, echo: (input) => input, ...scripts },
    options,
  )
  return app
}

describe('a socket', () => {
  it('answers commands as they finish, not as they came', async () => {
    let finish = (): void => {}
    await start({ slow: () => new Promise((resolve) => (finish = () => resolve('slow'))) })
    const client = await connectWs(app.address)
    const slow = client.callAny('slow', {})
    expect(await client.callAny('echo', { n: 1 })).toEqual({ n: 1 })
    finish()
    expect(await slow).toBe('slow')
    await client.close()
  })

  it('tells who came late what stands there now, as HTTP does', async () => {
    const current = { id: 'BOT-001', version: 7 }
    await start({
      'bots.update': () => {
        throw new AppError('conflict', 'Changed meanwhile.', { current })
      },
    })
    const client = await connectWs(app.address)
    const refusal = { code: 'conflict', message: 'Changed meanwhile.', current }
    await expect(client.callAny('bots.update', {})).rejects.toMatchObject(refusal)
    const answer = await sendHttp(app.address, '/api/v1/bots/BOT-001', {
      method: 'PATCH',
      token: await app.token(),
      json: { version: 1, changes: { name: 'Late' } },
    })
    expect([answer.status, answer.json()]).toEqual([409, { error: refusal }])
    await client.close()
  })

  it('keeps the code and the time to wait of a refusal, and nothing of a bug', async () => {
    await start({
      refuse: () => {
        throw new AppError('rate_limited', 'Slower.', { retryAfterMs: 1500 })
      },
      break: () => {
        throw new Error('a bug with a /secret/path')
      },
    })
    const client = await connectWs(app.address)
    await expect(client.callAny('refuse', {})).rejects.toMatchObject({
      code: 'rate_limited',
      message: 'Slower.',
      retryAfterMs: 1500,
    })
    expect(app.logged).toEqual([])
    const broken = client.callAny('break', {})
    await expect(broken).rejects.toMatchObject({ code: 'internal' })
    await expect(broken).rejects.not.toThrow(/secret/)
    expect(app.logged).toMatchObject([
      { level: 'error', message: 'command failed', fields: { command: 'break' } },
    ])
    await client.close()
  })

  it('may have 256 commands under way', async () => {
    const waiting: (() => void)[] = []
    await start({ hang: () => new Promise<object>((resolve) => waiting.push(() => resolve({}))) })
    const client = await connectWs(app.address)
    const calls = Array.from({ length: 256 }, () => client.callAny('hang', {}))
    await expect(client.callAny('hang', {})).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 1000,
    })
    expect(waiting).toHaveLength(256)
    for (const finish of waiting) finish()
    await Promise.all(calls)
    expect(await client.callAny('echo', { again: true })).toEqual({ again: true })
    await client.close()
  })

  it('gets the same bytes as every other viewer, encoded once', async () => {
    await start()
    const clients = await Promise.all(Array.from({ length: 5 }, () => connectWs(app.address)))
    const frames = clients.map(() => [] as string[])
    clients.forEach(({ socket }, index) =>
      socket.on('message', (data: Buffer) => frames[index]?.push(data.toString())),
    )
    const buffers = new Set<Buffer>()
    const recorder: Viewer = {
      id: 'recorder',
      send: (_event, encoded) => void buffers.add(encoded.json()),
    }
    app.hub.watchOverview(recorder, OWNER)
    await Promise.all(clients.map((client) => client.callAny('watch', {})))
    app.hub.publishOverview(BOT_DELETED)
    await Promise.all(
      clients.map((client) => client.waitForEvent(({ event }) => event === 'bot.deleted')),
    )
    expect(new Set(frames.map((texts) => texts.at(-1)))).toEqual(
      new Set([JSON.stringify(BOT_DELETED)]),
    )
    // No viewer before or after has changed what they share.
    expect([...buffers].map(String)).toEqual([JSON.stringify(BOT_DELETED)])
    await Promise.all(clients.map((client) => client.close()))
  })

  it('leaves the hub when it closes, however it closes', async () => {
    await start()
    for (const end of [
      (client: WsClient) => client.close(),
      async (client: WsClient) => client.socket.terminate(),
    ]) {
      const client = await connectWs(app.address)
      await client.callAny('watch', {})
      expect(app.hub.hasOverviewViewers()).toBe(true)
      await end(client)
      await until(() => !app.hub.hasOverviewViewers())
    }
  })

  it('does not stay in the hub where it closed while it was beginning to watch', async () => {
    let finish = (): void => {}
    let done = Promise.resolve()
    await start({
      watchSlowly: async (_input, { viewer }) => {
        await new Promise<void>((resolve) => (finish = resolve))
        app.hub.watchOverview(viewer, OWNER)
        done = new Promise((resolve) => setImmediate(resolve))
        return {}
      },
    })
    const client = await connectWs(app.address)
    client.callAny('watchSlowly', {}).catch(() => {})
    await client.callAny('echo', {})
    await client.close()
    finish()
    await new Promise((resolve) => setImmediate(resolve))
    await done
    expect(app.hub.hasOverviewViewers()).toBe(false)
  })

  it('that does not read is closed once it is 4 MB behind, and the others are not', async () => {
    await start()
    const [slow, good] = await Promise.all([connectWs(app.address), connectWs(app.address)])
    await Promise.all([slow.callAny('watchSession', {}), good.callAny('watchSession', {})])
    slow.socket.pause()
    const event = {
      event: 'turn.extended',
      sessionId: SESSION,
      turnId: SESSION,
      offset: 0,
      text: 'x'.repeat(262_144),
    } as const
    for (let count = 1; !app.logged.some(({ level }) => level === 'warn'); count += 1) {
      expect(count).toBeLessThan(1000)
      app.hub.publishSession(event)
      // The reader that does read keeps up.
      await until(() => good.events.length >= count)
    }
    slow.socket.resume()
    expect(await slow.closed).toMatchObject({ code: 1013 })
    expect(app.logged).toMatchObject([{ level: 'warn', message: 'reader far behind' }])
    expect(await good.callAny('echo', { still: 'here' })).toEqual({ still: 'here' })
    await good.close()
  }, 20_000)

  it('may ask for an answer of many megabytes and get events meanwhile', async () => {
    const page = 'x'.repeat(12_000_000)
    await start({
      page: (_input, { viewer }) => {
        // Sent right behind the answer.
        setImmediate(() =>
          viewer.send(BOT_DELETED, { json: () => Buffer.from(JSON.stringify(BOT_DELETED)) }),
        )
        return { page }
      },
    })
    const client = await connectWs(app.address)
    const answer = await client.callAny('page', {})
    await client.waitForEvent(({ event }) => event === 'bot.deleted')
    expect(answer).toEqual({ page })
    await client.close()
  })

  it('is dropped after two pings without an answer', async () => {
    await start({}, { pingIntervalMs: 20 })
    const client = await connectWs(app.address, { autoPong: false })
    expect((await client.closed).code).toBe(1006)
  })

  it('stays while it answers pings', async () => {
    await start({}, { pingIntervalMs: 5 })
    const client = await connectWs(app.address)
    let pings = 0
    await new Promise<void>((resolve) =>
      client.socket.on('ping', () => (pings += 1) >= 10 && resolve()),
    )
    expect(await client.callAny('echo', {})).toEqual({})
    await client.close()
  })

  it('is told 1001 when the controller closes, which then waits for nobody', async () => {
    await start()
    const clients = await Promise.all(Array.from({ length: 3 }, () => connectWs(app.address)))
    await app.server.close()
    for (const client of clients) expect((await client.closed).code).toBe(1001)
  })

  it('that never answers the goodbye does not keep the controller from closing', async () => {
    await start()
    const client = await connectWs(app.address)
    client.socket.pause()
    await app.server.close()
    client.socket.resume()
    await client.closed
    await expect(connectWs(app.address)).rejects.toThrow()
  })
})

describe('an upgrade', () => {
  const upgrade = (path: string, headers = ''): Promise<string> =>
    sendBytes(
      app.address,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${app.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`,
    )

  it('anywhere but at /ws finds nothing', async () => {
    await start()
    for (const path of ['/', '/ws/', '/api/v1/bots', '/wsx', '//ws', '/%77s']) {
      await expect(
        connectWs(`${app.address}${path === '/' ? '/other' : path}`),
      ).rejects.toMatchObject({ status: 404 })
    }
  })

  it('that is no proper one is refused, and hurts nobody', async () => {
    await start()
    expect(await upgrade('/ws')).toMatch(/^HTTP\/1.1 400 /)
    expect(await upgrade('/ws', 'Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n')).toMatch(
      /^HTTP\/1.1 400 /,
    )
    const client = await connectWs(app.address)
    expect(await client.callAny('echo', {})).toEqual({})
    await client.close()
  })

  it('is refused with the headers of every answer', async () => {
    await start()
    const answer = await upgrade('/ws', 'Origin: http://evil.test\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 403 Forbidden\r\n/)
    expect(answer).toContain('\r\nX-Content-Type-Options: nosniff\r\n')
    expect(answer).toContain('"code":"forbidden"')
  })

  it('answers 500 where the credential cannot be looked up, without saying why', async () => {
    await start()
    const broken = new Error('the disk is on fire')
    app.access.identifyToken = () => Promise.reject(broken)
    await expect(connectWs(app.address, { token: 'x' })).rejects.toMatchObject({ status: 500 })
    expect(app.logged).toMatchObject([
      { level: 'error', message: 'upgrade failed', fields: { error: broken } },
    ])
  })
})

describe('plain HTTP at /ws', () => {
  it('finds nothing', async () => {
    await start()
    expect((await sendHttp(app.address, '/ws')).status).toBe(404)
  })
})

/** Yields to the event loop until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}
