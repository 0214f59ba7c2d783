import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { StreamCutError } from '@main/engines/ollama/lean-body'
import { ConnectionPool, LeanExchange } from '@main/engines/ollama/lean-fetch'
import type { RequestListener, Server } from 'node:http'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(
  listener: RequestListener,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { url: `http://127.0.0.1:${port}/path?x=1`, server }
}

describe('LeanExchange', () => {
  it('sends method, path, headers and body, and reads status and text', async () => {
    const { url } = await serve((req, res) => {
      req.setEncoding('utf8')
      let body = ''
      req.on('data', (part: string) => (body += part))
      req.on('end', () =>
        res.writeHead(201).end(`${req.method} ${req.url} ${String(req.headers['x-mark'])} ${body}`),
      )
    })
    const init = { method: 'POST', headers: { 'X-Mark': 'yes' }, body: 'häl🙂' }
    const response = await new LeanExchange(new ConnectionPool(), url, init).response
    expect({ ok: response.ok, status: response.status }).toEqual({ ok: true, status: 201 })
    expect(await response.text()).toBe('POST /path?x=1 yes häl🙂')
  })

  it('does not follow a redirect', async () => {
    const { url } = await serve((_, res) => res.writeHead(302, { Location: '/elsewhere' }).end())
    const response = await new LeanExchange(new ConnectionPool(), url, {}).response
    expect({ ok: response.ok, status: response.status }).toEqual({ ok: false, status: 302 })
  })

  it('asks once more where a kept connection turns out to be closed', async () => {
    let asked = 0
    const { url } = await serve((req, res) => {
      asked += 1
      if (asked === 2) req.socket.destroy()
      else res.end(`answer ${asked}`)
    })
    const pool = new ConnectionPool()
    expect(await (await new LeanExchange(pool, url, {}).response).text()).toBe('answer 1')
    expect(await (await new LeanExchange(pool, url, {}).response).text()).toBe('answer 3')
  })

  it('keeps as many connections as were needed at once', async () => {
    const many = 300
    const held: (() => void)[] = []
    const { url, server } = await serve((_, res) => {
      held.push(() => res.end('answer'))
      if (held.length === many) for (const answer of held.splice(0)) answer()
    })
    let opened = 0
    server.on('connection', () => (opened += 1))
    const pool = new ConnectionPool()
    for (let round = 0; round < 2; round++) {
      const asked = Array.from({ length: many }, async () => {
        const response = await new LeanExchange(pool, url, {}).response
        return response.text()
      })
      await Promise.all(asked)
    }
    expect(opened).toBe(many)
  })

  it('does not ask again on a connection of its own', async () => {
    let asked = 0
    const { url } = await serve((req) => {
      asked += 1
      req.socket.destroy()
    })
    await expect(new LeanExchange(new ConnectionPool(), url, {}).response).rejects.toMatchObject({
      code: 'ECONNRESET',
    })
    expect(asked).toBe(1)
  })

  it('rejects a read in progress with the reason it was aborted for', async () => {
    const { url } = await serve((_, res) => {
      res.writeHead(200)
      res.write('one')
    })
    const exchange = new LeanExchange(new ConnectionPool(), url, {})
    const reader = (await exchange.response).body.getReader()
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('one')
    const reading = expect(reader.read()).rejects.toThrow('enough')
    exchange.abort(new Error('enough'))
    await reading
  })

  it('rejects where the connection breaks before the end', async () => {
    const { url } = await serve((_, res) => {
      res.writeHead(200)
      res.write('one')
      setImmediate(() => res.destroy())
    })
    const response = await new LeanExchange(new ConnectionPool(), url, {}).response
    await expect(response.text()).rejects.toBeInstanceOf(StreamCutError)
  })

  it('gives its connection back though nobody reads to the end', async () => {
    const { url, server } = await serve((_, res) => res.end('a long answer'))
    let connections = 0
    server.on('connection', () => (connections += 1))
    const pool = new ConnectionPool()
    for (let turn = 0; turn < 3; turn += 1) {
      const { body } = await new LeanExchange(pool, url, {}).response
      await body.getReader().read()
      // The end of the answer is already here; the pool learns of it in the next round of events.
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(connections).toBe(1)
  })
})
