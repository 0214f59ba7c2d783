import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { RequestListener } from 'node:http'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { sendHttp } from '@test/support/http-client'
import { callerOf } from '@test/support/recording-viewer'
import { launchBot, startTestApp } from '@test/support/test-app'
import { ask, startSeveral } from './several-servers'

const TOKEN = 'hush-this-is-the-token'
const KEY = 'quiet-this-is-the-key'
const SECRETS = { token: TOKEN, headers: [{ name: 'X-Api-Key', value: KEY }] }

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(...options: Parameters<typeof startSeveral>) {
  const several = await startSeveral(...options)
  closers.push(() => several.close())
  return several
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

function secretsIn(dataDirectory: string): object {
  const text = readFileSync(join(dataDirectory, 'upstream-secrets.json'), 'utf8')
  return JSON.parse(text) as object
}

describe('the list of Ollama servers', () => {
  it('begins with the one of the settings, which says where its address comes from', async () => {
    const app = await startTestApp({ env: { LLAMA_ENDPOINT: 'http://user:word@127.0.0.1:9' } })
    closers.push(() => app.close())
    const { upstreams } = await app.call('upstreams.list', {})
    expect(upstreams).toMatchObject([
      {
        ...{ id: 'default', name: 'Ollama', weight: 1, drained: false, version: 1 },
        ...{ address: 'http://127.0.0.1:9/', addressSource: 'environment', hasToken: false },
      },
    ])
    const { settings } = await app.call('settings.get', {})
    expect(settings.llamaEndpoint).toEqual({ value: 'http://127.0.0.1:9/', source: 'environment' })
    await expect(
      app.call('upstreams.update', { upstreamId: 'default', address: 'http://127.0.0.1:1' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(app.call('upstreams.remove', { upstreamId: 'default' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('never shows a password in the address of the first one, and keeps it where the address is given back', async () => {
    const app = await startTestApp()
    closers.push(() => app.close())
    const kept = () => readFileSync(join(app.dataDirectory, 'settings.json'), 'utf8')
    const change = (llamaEndpoint: string) => app.call('settings.update', { llamaEndpoint })
    const { settings } = await change('http://user:word@127.0.0.1:9/')
    expect(settings.llamaEndpoint.value).toBe('http://127.0.0.1:9/')
    await change(settings.llamaEndpoint.value)
    expect(kept()).toContain('user:word@')
    await change('http://127.0.0.1:10/')
    expect(kept()).not.toContain('word')
  })

  it('is kept, changed, and given back after a removal', async () => {
    const { app, servers, ids } = await start([{}, {}])
    const upstreamId = ids[0] ?? ''
    const { upstream } = await app.call('upstreams.update', {
      ...{ upstreamId, name: 'gpu', weight: 3, drained: true, ...SECRETS },
      version: 1,
    })
    expect(upstream).toMatchObject({
      ...{ name: 'gpu', weight: 3, drained: true, version: 2, address: servers[1].url },
      ...{ addressSource: null, hasToken: true, headerNames: ['X-Api-Key'] },
    })
    await expect(
      app.call('upstreams.update', { upstreamId, name: 'late', version: 1 }),
    ).rejects.toMatchObject({ code: 'conflict', current: { name: 'gpu' } })
    await app.call('upstreams.remove', { upstreamId })
    expect((await app.call('upstreams.list', {})).upstreams).toHaveLength(1)
    await app.call('upstreams.restore', { upstreamId })
    expect((await app.call('upstreams.list', {})).upstreams[1]).toMatchObject({
      ...{ name: 'gpu', hasToken: true },
    })
  })

  it('outlives the controller, with its secrets; what was removed does not', async () => {
    const { app, ids, servers } = await start([{}, {}, {}])
    await app.call('upstreams.update', { upstreamId: ids[0] ?? '', ...SECRETS })
    await app.call('upstreams.update', { upstreamId: ids[1] ?? '', ...SECRETS })
    await app.call('upstreams.remove', { upstreamId: ids[1] ?? '' })
    await app.controller.close()
    const again = await startTestApp({
      ...{ dataDirectory: app.dataDirectory, ollamaUrl: servers[0].url },
    })
    closers.push(() => again.close())
    const { upstreams } = await again.call('upstreams.list', {})
    expect(upstreams.map(({ name, hasToken }) => [name, hasToken])).toEqual([
      ['Ollama', false],
      ['server 1', true],
    ])
    expect(Object.keys(secretsIn(app.dataDirectory))).toEqual([ids[0]])
    await expect(
      again.call('upstreams.restore', { upstreamId: ids[1] ?? '' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each([
    ['no address', 'gpu.local'],
    ['another scheme', 'ftp://gpu.local'],
    ['a file', 'file:///etc/passwd'],
    ['a password in it', 'http://user:word@gpu.local:11434'],
  ])('takes no address that is %s', async (_, address) => {
    const app = await startTestApp()
    closers.push(() => app.close())
    await expect(app.call('upstreams.add', { name: 'x', address })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  it.each([
    ['a line break', { token: 'a\r\nHost: evil' }],
    ['a header that HTTP needs', { headers: [{ name: 'Host', value: 'evil' }] }],
    ['a header name with a colon', { headers: [{ name: 'A:b', value: 'c' }] }],
  ])('takes no secret with %s', async (_, given) => {
    const app = await startTestApp()
    closers.push(() => app.close())
    const added = app.call('upstreams.add', { name: 'x', address: 'http://gpu.local', ...given })
    await expect(added).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('takes no address twice', async () => {
    const { app, servers } = await start([{}, {}])
    await expect(
      app.call('upstreams.add', { name: 'twice', address: `${servers[1].url}/` }),
    ).rejects.toMatchObject({ code: 'conflict', message: '“server 1” has this address already.' })
  })

  it('is the owner’s alone, to read and to change', async () => {
    const { app, ids } = await start([{}, {}])
    const member = callerOf({ role: 'member', credential: null })
    const inputs = {
      'upstreams.list': {},
      'upstreams.add': { name: 'x', address: 'http://gpu.local' },
      'upstreams.update': { upstreamId: ids[0], drained: true },
      'upstreams.remove': { upstreamId: ids[0] },
      'upstreams.restore': { upstreamId: ids[0] },
      'upstreams.test': { address: 'http://gpu.local' },
    }
    for (const [name, input] of Object.entries(inputs)) {
      await expect(app.controller.router.dispatch(name, input, member)).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    const seen = await app.controller.router.dispatch('models.list', {}, member)
    expect(JSON.stringify(seen)).toContain('server 1')
    expect(JSON.stringify(seen)).not.toContain('127.0.0.1')
  })

  it('is served over HTTP', async () => {
    const { app, servers } = await start([{}, {}])
    const { secret } = await app.call('access.createToken', { name: 'script', role: 'owner' })
    const http = (path: string, method: string, json?: unknown) =>
      sendHttp(app.address, `/api/v1/upstreams${path}`, { method, token: secret, json })
    const other = await startFakeOllama()
    closers.push(() => other.close())
    const tested = await http('/test', 'POST', { address: other.url })
    expect(tested.json()).toMatchObject({ version: '0.32.15', models: 4, warnings: [] })
    const added = await http('', 'POST', { name: 'third', address: other.url, token: TOKEN })
    expect(added.status).toBe(201)
    expect(added.text).not.toContain(TOKEN)
    const { upstream } = added.json() as { upstream: { id: string } }
    expect((await http(`/${upstream.id}`, 'PATCH', { drained: true })).status).toBe(200)
    expect((await http(`/${upstream.id}`, 'DELETE')).status).toBe(204)
    expect((await http(`/${upstream.id}/restore`, 'POST')).status).toBe(200)
    const listed = (await http('', 'GET')).json() as { upstreams: { address: string }[] }
    expect(listed.upstreams.map(({ address }) => address)).toEqual([
      servers[0].url,
      servers[1].url,
      other.url,
    ])
  })
})

describe('the secrets of a server', () => {
  it('go to that server with every request, and nowhere else', async () => {
    const { app, servers, ids } = await start([{}, {}])
    await app.call('upstreams.update', { upstreamId: ids[0] ?? '', ...SECRETS })
    await app.call('upstreams.update', { upstreamId: 'default', drained: true })
    const { sessionId } = await launchBot(app)
    const before = servers[1].requests.length
    expect((await ask(app, sessionId)).text).toBe('I am server 1')
    await app.call('models.loaded', {})
    for (const { headers } of servers[1].requests.slice(before))
      expect([headers['authorization'], headers['x-api-key']]).toEqual([`Bearer ${TOKEN}`, KEY])
    for (const { headers } of servers[0].requests) expect(headers['authorization']).toBeUndefined()
  })

  it('stand in no answer, event, log line, error, export or database, and in one file for the owner’s eyes only', async () => {
    const { app, servers, ids } = await start([{}, {}])
    const said: unknown[] = []
    const upstreamId = ids[0] ?? ''
    said.push(await app.call('upstreams.update', { upstreamId, ...SECRETS }))
    said.push(await app.call('upstreams.list', {}))
    const { sessionId } = await launchBot(app)
    said.push(await ask(app, sessionId))
    const test = { upstreamId, address: servers[1].url }
    said.push(await app.call('upstreams.test', test))
    servers[1].setFault({ kind: 'server-error', status: 401, message: TOKEN })
    servers[0].setFault({ kind: 'server-error', status: 500 })
    said.push(await ask(app, sessionId))
    await servers[1].kill()
    said.push(await app.call('upstreams.test', test).catch((error: unknown) => String(error)))
    said.push(await app.call('upstreams.update', { upstreamId, token: `${TOKEN}\n` }).catch(String))
    said.push(await app.call('settings.get', {}), await app.call('health.get', {}))
    const { export: job } = await app.call('exports.start', {
      format: 'json',
      scope: { kind: 'everything' },
    })
    await app.viewer.waitFor('export.changed', (event) => event.export.state === 'done')
    const token = (await app.call('access.createToken', { name: 'script' })).secret
    const file = await sendHttp(app.address, `/api/v1/exports/${job.id}/file`, { token })
    expect(file.text).toContain('Who are you?')
    said.push(file.text)
    said.push(app.viewer.bytes, app.logged)
    await app.controller.close()
    for (const secret of [TOKEN, KEY]) expect(JSON.stringify(said)).not.toContain(secret)
    const holding = readdirSync(app.dataDirectory, { recursive: true })
      .map((name) => join(app.dataDirectory, String(name)))
      .filter((path) => statSync(path).isFile() && readFileSync(path).includes(TOKEN))
    expect(holding).toEqual([join(app.dataDirectory, 'upstream-secrets.json')])
    if (process.platform !== 'win32')
      for (const path of holding) expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('are not sent on where a server redirects', async () => {
    const asked: string[] = []
    const other = await serve((req, res) => {
      asked.push(req.headers.authorization ?? '')
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"version":"0.32.15"}')
    })
    const address = await serve((_, res) =>
      res.writeHead(307, { location: `${other}/api/version` }).end(),
    )
    const app = await startTestApp()
    closers.push(() => app.close())
    await expect(app.call('upstreams.test', { address, token: TOKEN })).rejects.toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringContaining('sends on to another') as unknown,
    })
    expect(asked).toEqual([])
  })
})

describe('testing an address', () => {
  it.each<[string, RequestListener, string]>([
    [
      'is no Ollama',
      (_, res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      'not Ollama',
    ],
    [
      'answers something else',
      (_, res) => res.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
      'not Ollama',
    ],
    ['lets nobody in', (_, res) => res.writeHead(401).end(), 'does not let Port 8000 in'],
  ])('says what is wrong where what answers %s', async (_, listener, words) => {
    const app = await startTestApp()
    closers.push(() => app.close())
    await expect(
      app.call('upstreams.test', { address: await serve(listener) }),
    ).rejects.toMatchObject({ message: expect.stringContaining(words) as unknown })
  })

  it('sends the kept token to the host it is kept for, and to no other', async () => {
    const { app, servers, ids } = await start([{}, {}, {}])
    const upstreamId = ids[0] ?? ''
    await app.call('upstreams.update', { upstreamId, token: TOKEN })
    await app.call('upstreams.test', { upstreamId, address: servers[1].url })
    expect(servers[1].requests.at(-1)?.headers['authorization']).toBe(`Bearer ${TOKEN}`)
    await app.call('upstreams.test', { upstreamId, address: servers[2]?.url ?? '' })
    expect(servers[2]?.requests.at(-1)?.headers['authorization']).toBeUndefined()
  })
})

describe('models on several servers', () => {
  it('are listed once, with the servers that have them', async () => {
    const { app, ids } = await start([
      { models: [{ name: 'tiny' }] },
      { models: [{ name: 'tiny' }, { name: 'big' }] },
    ])
    const { models } = await app.call('models.list', { engine: 'ollama' })
    expect(
      models.map(({ name, upstreams }) => [name, upstreams?.map(({ name: on }) => on)]),
    ).toEqual([
      ['tiny:latest', ['Ollama', 'server 1']],
      ['big:latest', ['server 1']],
    ])
    await app.call('models.load', { name: 'big', upstreamId: ids[0] })
    const memory = await app.call('models.loaded', {})
    expect(memory).toMatchObject({
      models: [{ name: 'big:latest', upstream: { id: ids[0], name: 'server 1' } }],
      total: null,
    })
    expect((await app.call('models.show', { name: 'big' })).model.upstreams).toEqual([
      { id: ids[0], name: 'server 1' },
    ])
  })

  it('are pulled to, loaded on, freed on and deleted from the server that is named, else the first', async () => {
    const { app, servers, ids } = await start([{ models: [] }, { models: [] }])
    const upstreamId = ids[0] ?? ''
    const asked = (path: string) =>
      servers.map(({ requests }) => requests.filter((one) => one.path === path).length)
    const { pull } = await app.call('models.pull', { name: 'tiny', upstreamId })
    expect(pull.upstream).toEqual({ id: upstreamId, name: 'server 1' })
    await app.viewer.waitFor('pull.removed', ({ upstream }) => upstream?.id === upstreamId)
    expect(asked('/api/pull')).toEqual([0, 1])
    await app.call('models.pull', { name: 'tiny' })
    await app.viewer.waitFor('pull.removed', ({ upstream }) => upstream?.id === 'default')
    expect(asked('/api/pull')).toEqual([1, 1])
    await app.call('models.load', { name: 'tiny', upstreamId })
    expect(servers.map((server) => server.loaded())).toEqual([[], ['tiny:latest']])
    await app.call('models.unload', { name: 'tiny', upstreamId })
    expect(servers[1].loaded()).toEqual([])
    await app.call('models.delete', { name: 'tiny', upstreamId })
    expect(asked('/api/delete')).toEqual([0, 1])
    await expect(
      app.call('models.load', { name: 'tiny', upstreamId: '01999999-9999-7999-8999-999999999999' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })
})
