import { afterEach, describe, expect, it } from 'vitest'
import type { FakeOllamaOptions, FakeVersion } from '@test/support/fake-ollama/options'
import { clientMessageId, launchBot } from '@test/support/test-app'
import { ask, startSeveral, until } from './several-servers'
import type { Several } from './several-servers'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(...options: Parameters<typeof startSeveral>[0]): Promise<Several> {
  return startWith(options)
}

async function startWith(...options: Parameters<typeof startSeveral>): Promise<Several> {
  const several = await startSeveral(...options)
  closers.push(() => several.close())
  return several
}

const chatsOf = (several: Several) =>
  several.servers.map(
    ({ requests }) =>
      requests.filter(({ path, body }) => path === '/api/chat' && isReply(body)).length,
  )
function isReply(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true
}

describe.each<FakeVersion>(['0.24.0', '0.32.15'])(
  'with several servers of version %s',
  (version) => {
    const PLAIN: FakeOllamaOptions = { version }

    it('a reply comes from where the model is loaded, and says from where and why', async () => {
      const several = await start(PLAIN, PLAIN)
      const { app, ids } = several
      await app.call('models.load', { name: 'tiny', upstreamId: ids[0] })
      await app.call('upstreams.update', { upstreamId: 'default', drained: true })
      const { sessionId } = await launchBot(app)
      await app.call('upstreams.update', { upstreamId: 'default', drained: false })
      const message = await ask(app, sessionId)
      expect(message.text).toBe('I am server 1')
      expect(message.details?.upstream).toEqual({ name: 'server 1', reason: 'loaded' })
      const { messages } = await app.call('messages.list', { sessionId })
      expect(messages.at(-1)?.details).toEqual(message.details)
      expect(chatsOf(several)).toEqual([0, 1])
    })

    it('a server that is killed before its first token is replaced by another', async () => {
      const several = await start({ ...PLAIN, loadMs: 600_000 }, PLAIN)
      const { app, servers, ids } = several
      await app.call('upstreams.update', { upstreamId: 'default', drained: true })
      const { sessionId } = await launchBot(app)
      await app.call('upstreams.update', { upstreamId: 'default', drained: false })
      await app.call('upstreams.update', { upstreamId: ids[0] ?? '', drained: true })
      const { turnId } = await app.call('messages.send', {
        ...{ sessionId, text: 'Who are you?' },
        clientMessageId: clientMessageId(),
      })
      await servers[0].waitFor(() => chatsOf(several)[0] === 1)
      await app.call('upstreams.update', { upstreamId: ids[0] ?? '', drained: false })
      await servers[0].kill()
      const { message } = await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
      expect(message).toMatchObject({
        ...{ status: 'complete', text: 'I am server 1', error: null },
        details: { upstream: { name: 'server 1', reason: 'failover' } },
      })
    })

    it('a server that is killed in the middle keeps its text, interrupted, and its name is said', async () => {
      const words = Array.from({ length: 1_000 }, () => 'word ')
      let isSlow = true
      const slow = {
        ...{ ...PLAIN, tokensPerSecond: 50 },
        reply: () => (isSlow ? words : ['short']),
      }
      const several = await start(slow, slow)
      const { app, servers } = several
      const { sessionId } = await launchBot(app)
      const { turnId } = await app.call('messages.send', {
        ...{ sessionId, text: 'Go on' },
        clientMessageId: clientMessageId(),
      })
      await app.viewer.waitFor('turn.extended', (event) => event.turnId === turnId)
      const at = chatsOf(several).indexOf(1)
      isSlow = false
      await servers[at]?.kill()
      const { message } = await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
      const name = at === 0 ? 'Ollama' : `server ${at}`
      expect(message.status).toBe('interrupted')
      expect(message.text).toMatch(/^word /)
      expect(message.error?.message).toContain(`“${name}”: Ollama stopped in the middle`)
      expect(message.details?.upstream?.name).toBe(name)
      expect(chatsOf(several).reduce((sum, count) => sum + count)).toBe(1)
      const next = await ask(app, sessionId)
      expect(next.details?.upstream?.name).not.toBe(name)
    })

    it('a server that fails, is full or lacks the model is replaced; what is wrong anywhere is told at once', async () => {
      const several = await start(PLAIN, PLAIN)
      const { app, servers } = several
      const { sessionId } = await launchBot(app)
      const warm = (await ask(app, sessionId)).details?.upstream?.name === 'Ollama' ? 0 : 1
      for (const fault of [
        { kind: 'queue-full' },
        { kind: 'load-failure' },
        { kind: 'unknown-model' },
        { kind: 'server-error', status: 401 },
      ] as const) {
        servers[warm].setFault({ ...fault, requests: 1 })
        const message = await ask(app, sessionId)
        expect(message.text, fault.kind).toMatch(/^I am server/)
        expect(message.status).toBe('complete')
        await app.call('models.list', {})
      }
      for (const server of servers) server.setFault({ kind: 'server-error', status: 400 })
      const before = chatsOf(several)
      const refused = await ask(app, sessionId)
      expect(refused.error?.code).toBe('invalid_input')
      expect(chatsOf(several).reduce((sum, count) => sum + count)).toBe(
        before.reduce((sum, count) => sum + count) + 1,
      )
    })

    it('a conversation stays where its beginning is in the cache', async () => {
      const several = await start(PLAIN, PLAIN, PLAIN)
      const { app, ids } = several
      await app.call('models.load', { name: 'tiny', upstreamId: 'default' })
      for (const upstreamId of ids) await app.call('models.load', { name: 'tiny', upstreamId })
      await app.call('models.loaded', {})
      const { sessionId } = await launchBot(app)
      const first = await ask(app, sessionId)
      for (let turn = 0; turn < 4; turn += 1) {
        const { details } = await ask(app, sessionId)
        expect(details?.upstream).toEqual({ name: first.details?.upstream?.name, reason: 'warm' })
      }
    })

    it('a drained server finishes its reply and gets no other', async () => {
      const words = Array.from({ length: 1_000 }, () => 'word ')
      const slow = { ...PLAIN, reply: () => words, tokensPerSecond: 100 }
      const several = await start(slow, PLAIN)
      const { app, ids } = several
      await app.call('upstreams.update', { upstreamId: ids[0] ?? '', drained: true })
      const { sessionId, botId } = await launchBot(app)
      const { turnId } = await app.call('messages.send', {
        ...{ sessionId, text: 'Go on' },
        clientMessageId: clientMessageId(),
      })
      await app.viewer.waitFor('turn.extended', (event) => event.turnId === turnId)
      await app.call('upstreams.update', { upstreamId: 'default', drained: true })
      await app.call('upstreams.update', { upstreamId: ids[0] ?? '', drained: false })
      const other = await app.call('sessions.create', { botId })
      await app.call('sessions.watch', { sessionId: other.session.id })
      expect((await ask(app, other.session.id)).text).toBe('I am server 1')
      await app.call('turns.stop', { sessionId })
      const { message } = await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
      expect(message.status).toBe('stopped')
      expect(message.details?.upstream?.name).toBe('Ollama')
    })

    it('who waits for a server that is drained or killed goes on elsewhere, and nobody is failed', async () => {
      const words = Array.from({ length: 1_000 }, () => 'word ')
      let isSlow = true
      const slow = { ...PLAIN, reply: () => (isSlow ? words : ['short']), tokensPerSecond: 100 }
      const several = await startWith([slow, slow, PLAIN], { env: { OLLAMA_PARALLEL: '1' } })
      const { app, servers, ids } = several
      const [second = '', third = ''] = ids
      await app.call('upstreams.update', { upstreamId: third, drained: true })
      const { botId } = await launchBot(app)
      for (let index = 0; index < 6; index += 1) {
        const { session } = await app.call('sessions.create', { botId })
        await app.call('sessions.watch', { sessionId: session.id })
        await app.call('messages.send', {
          ...{ sessionId: session.id, text: 'Who are you?' },
          clientMessageId: clientMessageId(),
        })
      }
      await app.viewer.waitFor('turn.phased', ({ place }) => place?.position === 1)
      for (const server of servers.slice(0, 2)) await server.waitFor(() => server.tokensSent > 0)
      isSlow = false
      await app.call('upstreams.update', { upstreamId: second, drained: true })
      await app.call('upstreams.update', { upstreamId: third, drained: false })
      await servers[0].kill()
      // The drained one goes on with its own reply.
      await app.viewer.waitFor('turn.ended', () => app.viewer.of('turn.ended').length === 5)
      const ended = app.viewer.of('turn.ended').map(({ message }) => message)
      expect(ended.map(({ status }) => status).toSorted()).toEqual([
        ...['complete', 'complete', 'complete', 'complete', 'interrupted'],
      ])
      for (const { status, text } of ended)
        expect(text).toMatch(status === 'complete' ? /^I am server 2$/ : /^word /)
    })

    it('a removed server finishes its reply too', async () => {
      const words = Array.from({ length: 40 }, () => 'word ')
      const slow = { ...PLAIN, reply: () => words, tokensPerSecond: 100 }
      const several = await start(PLAIN, slow)
      const { app, ids } = several
      await app.call('upstreams.update', { upstreamId: 'default', drained: true })
      const { sessionId } = await launchBot(app)
      const { turnId } = await app.call('messages.send', {
        ...{ sessionId, text: 'Go on' },
        clientMessageId: clientMessageId(),
      })
      await app.viewer.waitFor('turn.extended', (event) => event.turnId === turnId)
      await app.call('upstreams.remove', { upstreamId: ids[0] ?? '' })
      const { message } = await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
      expect(message).toMatchObject({ status: 'complete', text: words.join('') })
    })

    it('Ollama counts as there while one server answers, and says which', async () => {
      const several = await start(PLAIN, PLAIN)
      const { app, servers } = several
      await servers[0].kill()
      // A look that was under way may have seen it alive.
      await app.call('models.list', {})
      const { engines } = await app.call('models.list', { engine: 'ollama' })
      expect(engines[0]).toMatchObject({
        ...{ reachable: true, version, error: null },
        upstreams: [
          { id: 'default', name: 'Ollama', reachable: false, version: null, drained: false },
          { name: 'server 1', reachable: true, version, drained: false },
        ],
      })
      await servers[1].kill()
      await app.call('models.list', {})
      const away = await app.call('models.list', { engine: 'ollama' })
      expect(away.engines[0]).toMatchObject({
        reachable: false,
        error: {
          code: 'engine_unavailable',
          message: expect.stringContaining('None of the') as unknown,
        },
      })
    })

    it('bots that failed for want of the only server with their model launch when that one is back', async () => {
      const several = await start({ ...PLAIN, models: [{ name: 'other' }] }, PLAIN)
      const { app, servers } = several
      await servers[1].kill()
      const { bot } = await app.call('bots.create', { name: 'Ada', model: 'tiny' })
      await app.call('bots.launch', { botId: bot.id })
      await app.viewer.waitFor(
        'instance.changed',
        ({ instance }) => instance.botId === bot.id && instance.state === 'failed',
      )
      await servers[1].restart()
      await app.viewer.waitFor(
        'instance.changed',
        ({ instance }) => instance.botId === bot.id && instance.state === 'ready',
      )
      await until(app, async () => {
        const { upstreams } = await app.call('upstreams.list', {})
        return upstreams[1]?.health.state === 'ok'
      })
    })
  },
)

describe('with one server', () => {
  it('nothing is recorded, asked or said about servers', async () => {
    const several = await start({}, {})
    const { app, servers, ids } = several
    await app.call('upstreams.remove', { upstreamId: ids[0] ?? '' })
    const { sessionId } = await launchBot(app)
    const asked = servers[0].requests.length
    const message = await ask(app, sessionId)
    expect(message.details?.upstream).toBeUndefined()
    expect(servers[0].requests.slice(asked).map(({ path }) => path)).toEqual(['/api/chat'])
    const { models, engines } = await app.call('models.list', { engine: 'ollama' })
    expect(models[0]?.upstreams).toBeUndefined()
    expect(engines[0]?.upstreams).toBeUndefined()
  })
})
