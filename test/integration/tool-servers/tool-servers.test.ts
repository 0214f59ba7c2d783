import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KEY, isRunning, startToolServerApp } from './tool-server-app'
import type { Manner, ToolServerApp } from './tool-server-app'

let app: ToolServerApp
afterEach(() => app.close())

async function start(...options: Parameters<typeof startToolServerApp>): Promise<ToolServerApp> {
  app = await startToolServerApp(...options)
  return app
}

const calls = (tool: string, args: Readonly<Record<string, unknown>> = {}) => ({
  call: `files_${tool}`,
  with: args,
})
const once = (tool: string, args?: Readonly<Record<string, unknown>>) => (round: number) =>
  round === 0 ? [calls(tool, args)] : 'Done.'
const words = () => 'Words.'

describe('a server that is a program', () => {
  it('is started when it is added, and its tools are known by its name, each off', async () => {
    const { add, target, owner, send, ended, chats } = await start(words)
    const server = await add({ name: 'files', target: target('plain') })
    expect(server).toMatchObject({ state: 'ready', info: 'test-tools 1.0.0', error: null })
    expect(server.tools.map(({ name }) => name)).toContain('files.echo')
    expect(server.tools.map(({ name }) => name)).toContain('files.odd_name__')
    const { tools } = await owner.call('tools.list', {})
    expect(tools.find(({ name }) => name === 'files.echo')).toMatchObject({
      server: 'files',
      description: 'Says what it is told.',
      problem: null,
    })
    await ended(await send())
    expect(chats()[0]?.['tools']).toBeUndefined()
  })

  it('is called once its tool is granted and the person allows it; the call is audited', async () => {
    const { add, target, grant, send, call, ended, owner, sessionId, chats } = await start(
      once('echo', { text: 'hello' }),
    )
    await add({ name: 'files', target: target('plain') })
    await grant('ask', 'files.echo')
    const turnId = await send()
    const asking = await call(turnId, 'asking')
    expect(asking).toMatchObject({ tool: 'files.echo', arguments: { text: 'hello' } })
    await owner.call('turns.answerToolCall', {
      ...{ sessionId, turnId, callId: asking.id, decision: 'once' },
    })
    expect((await ended(turnId)).details?.toolCalls).toMatchObject([
      { tool: 'files.echo', state: 'done', result: 'You said: hello' },
    ])
    expect(JSON.stringify(chats().at(-1)?.['messages'])).toContain('You said: hello')
    const { entries } = await owner.call('audit.list', {})
    expect(entries).toMatchObject([
      { subject: 'files.echo', details: { decision: 'once', state: 'done' } },
    ])
  })

  it('is not called where the person refuses', async () => {
    const { add, target, grant, send, call, ended, owner, sessionId, notes } = await start(
      once('echo', { text: 'hello' }),
    )
    await add({ name: 'files', target: target('plain') })
    await grant('ask', 'files.echo')
    const turnId = await send()
    const { id } = await call(turnId, 'asking')
    await owner.call('turns.answerToolCall', {
      ...{ sessionId, turnId, callId: id, decision: 'refuse' },
    })
    expect((await ended(turnId)).details?.toolCalls).toMatchObject([{ state: 'refused' }])
    expect(notes()).not.toContain('call echo')
  })

  it('is not called with arguments that do not fit its schema', async () => {
    const { add, target, grant, send, ended, notes } = await start(once('echo', { text: 7 }))
    await add({ name: 'files', target: target('plain') })
    await grant('always', 'files.echo')
    const [call] = (await ended(await send())).details?.toolCalls ?? []
    expect(call).toMatchObject({ state: 'failed' })
    expect(call?.result).toContain('do not fit')
    expect(notes()).not.toContain('call echo')
  })

  it('is ended after eight rounds of calls', async () => {
    const { add, target, grant, send, ended } = await start(() => [calls('echo', { text: 'a' })])
    await add({ name: 'files', target: target('plain') })
    await grant('always', 'files.echo')
    const message = await ended(await send())
    expect(message).toMatchObject({ status: 'failed', error: { code: 'conflict' } })
    expect(message.details?.toolCalls).toHaveLength(8)
  })

  it('is given little of our environment, and what its owner set; that it never says again', async () => {
    vi.stubEnv('SOMETHING_OF_OURS', 'not-for-tools')
    const {
      add,
      target,
      grant,
      send,
      ended,
      app: controller,
      owner,
    } = await start(once('environment'))
    const server = await add({
      ...{ name: 'files', target: target('plain') },
      environment: [{ name: 'SECRET_KEY', value: KEY }],
    })
    expect(server).toMatchObject({ secretNames: ['SECRET_KEY'], hasToken: false })
    await grant('always', 'files.environment')
    const [call] = (await ended(await send())).details?.toolCalls ?? []
    expect(call?.result).toContain('"SECRET_KEY":"…"')
    expect(call?.result).toContain('"PATH"')
    expect(call?.result).not.toContain('not-for-tools')
    vi.unstubAllEnvs()
    const told = [await owner.call('toolServers.list', {}), owner.events, controller.logged]
    expect(JSON.stringify(told)).not.toContain(KEY)
  })

  it('may fail, show pictures, talk nonsense between and answer too much: all of it is said', async () => {
    const order = ['fail', 'picture', 'refuse', 'garble', 'huge']
    const { add, target, grant, send, ended } = await start((round) =>
      round === 0 ? order.map((tool) => calls(tool)) : 'Done.',
    )
    await add({ name: 'files', target: target('plain') })
    await grant('always', ...order.map((tool) => `files.${tool}`))
    const message = await ended(await send())
    const results = message.details?.toolCalls?.map(({ state, result }) => [state, result ?? ''])
    expect(results?.slice(0, 4)).toEqual([
      ['failed', 'It broke inside.'],
      [
        'done',
        '[A picture that is not shown: image/png]\n[A file that is not shown: notes, file:///notes.txt]',
      ],
      ['failed', expect.stringContaining('Not these arguments.')],
      ['done', 'And yet it moves.'],
    ])
    expect(results?.[4]?.[1]).toContain('[Cut here: the result has 200000 bytes')
    // The model gets of it what fits into its context, and comes to an end.
    expect(message).toMatchObject({ status: 'complete', text: 'Done.' })
  })

  it('that answers more than it may is ended, the call fails, and the next one works', async () => {
    const { add, target, grant, send, ended } = await start((round) =>
      round < 2
        ? [calls(round === 0 ? 'flood' : 'echo', round === 0 ? {} : { text: 'b' })]
        : 'Done.',
    )
    await add({ name: 'files', target: target('plain') })
    await grant('always', 'files.flood', 'files.echo')
    expect((await ended(await send())).details?.toolCalls).toMatchObject([
      { state: 'failed', result: expect.stringContaining('more than 4 MB') as string },
      { state: 'done', result: 'You said: b' },
    ])
  })

  it('that ends in the middle of a call is said to the model and the person, and started again', async () => {
    const {
      add,
      target,
      grant,
      send,
      ended,
      chats,
      owner,
      app: controller,
      connect,
      until,
    } = await start((round) =>
      round < 2
        ? [calls(round === 0 ? 'crash' : 'echo', round === 0 ? {} : { text: 'b' })]
        : 'Done.',
    )
    const server = await add({
      ...{ name: 'files', target: target('plain') },
      environment: [{ name: 'SECRET_KEY', value: KEY }],
    })
    const member = await connect('member')
    await member.call('overview.watch', {})
    await grant('always', 'files.crash', 'files.echo')
    const failures: string[] = []
    const watching = until(server.id, ({ state, error, lastWords }) => {
      if (state === 'failed') failures.push(`${error?.message ?? ''} ${lastWords ?? ''}`)
      return state === 'failed'
    })
    const turnId = await send()
    await watching
    expect(failures[0]).toContain('code 7')
    expect(failures[0]).toContain('Out of luck, with ….')
    const message = await ended(turnId)
    expect(message.details?.toolCalls).toMatchObject([
      { state: 'failed', result: expect.stringContaining('in the middle of the call') as string },
      { state: 'done', result: 'You said: b' },
    ])
    expect(JSON.stringify(chats()[1]?.['messages'])).toContain('in the middle of the call')
    const seen = [member.events, owner.events, controller.logged, message]
    expect(JSON.stringify(seen)).not.toMatch(/Out of luck|hush-this/)
  })

  it('is told when the turn is stopped, or the tool took too long', async () => {
    const { add, target, grant, send, call, ended, owner, sessionId, notes } = await start(
      once('wait'),
      { env: { TOOL_TIMEOUT_S: '1' } },
    )
    await add({ name: 'files', target: target('plain') })
    await grant('always', 'files.wait')
    const late = await ended(await send())
    expect(late.details?.toolCalls).toMatchObject([
      { state: 'failed', result: expect.stringContaining('longer than 1 s') as string },
    ])
    await vi.waitUntil(() => notes().filter((line) => line === 'cancelled').length === 1)
    await owner.call('settings.update', { toolTimeoutS: 600 }).catch(() => undefined)
    const turnId = await send()
    await call(turnId, 'running')
    await vi.waitUntil(() => notes().filter((line) => line === 'call wait').length === 2)
    await owner.call('turns.stop', { sessionId })
    expect((await ended(turnId)).details?.toolCalls).toMatchObject([{ state: 'failed' }])
    await vi.waitUntil(() => notes().filter((line) => line === 'cancelled').length === 2)
  })

  it('is offered no models, files or people of ours', async () => {
    const { add, target, notes } = await start(words)
    await add({ name: 'files', target: target('plain') })
    expect(notes()).toContain('capabilities {}')
  })

  it('is gone with all that it started once it is removed, and when the controller ends', async () => {
    const { add, target, owner, pids } = await start(words)
    const server = await add({ name: 'family', target: target('family') })
    await add({ name: 'stubborn', target: target('stubborn') })
    expect(pids()).toHaveLength(3)
    await owner.call('toolServers.remove', { toolServerId: server.id })
    expect(pids().map(isRunning)).toEqual([false, false, true])
    await app.app.close()
    expect(pids().map(isRunning)).toEqual([false, false, false])
  })

  it('takes what it started with it when it is killed', async () => {
    const { add, target, until, pids } = await start(words)
    const server = await add({ name: 'family', target: target('family') })
    const [leader = 0, child = 0] = pids()
    process.kill(leader, 'SIGKILL')
    const failed = await until(server.id, ({ state }) => state === 'failed')
    expect(failed.error?.message).toContain('by the signal SIGKILL')
    await vi.waitUntil(() => !isRunning(child))
  })
})

describe('a server that does not begin', () => {
  it.each<[Manner, string, string | null]>([
    ['dies', 'ended with code 3', 'No key: …'],
    ['nonsense', 'not of the Model Context Protocol', null],
  ])('that %s is failed, with the reason and what to do', async (manner, reason, lastWords) => {
    const { add, target, owner } = await start(words)
    const environment = [{ name: 'SECRET_KEY', value: KEY }]
    const server = await add({ name: 'files', target: target(manner), environment }, 'failed')
    expect(server.error?.message).toContain(reason)
    expect(server.lastWords).toBe(lastWords)
    const test = owner.call('toolServers.test', { target: target(manner), environment })
    await expect(test).rejects.toMatchObject({ message: expect.stringContaining(reason) as string })
  })

  it('can be tested, and the test be cancelled: nothing of it is left', async () => {
    const { target, owner, notes, pids } = await start(words)
    const good = await owner.call('toolServers.test', { target: target('plain') })
    expect(good).toMatchObject({
      info: 'test-tools 1.0.0',
      tools: expect.arrayContaining(['echo']) as string[],
    })
    const testId = 'this-is-the-test'
    const mute = owner.call('toolServers.test', { target: target('mute'), testId })
    const refused = expect(mute).rejects.toMatchObject({ message: 'The test was cancelled.' })
    await vi.waitUntil(() => notes().filter((line) => line.startsWith('capabilities')).length > 1)
    await owner.call('toolServers.endTest', { testId })
    await refused
    expect(pids().map(isRunning)).toEqual([false, false])
    expect((await owner.call('toolServers.list', {})).toolServers).toEqual([])
  })

  it('is refused where there is no such program, or no whole path', async () => {
    const { owner } = await start(words)
    const add = (command: string) =>
      owner.call('toolServers.add', { name: 'files', target: { kind: 'stdio', command } })
    for (const command of ['no-such-program-at-all', '/no/such/program', './here', '/tmp'])
      await expect(add(command)).rejects.toMatchObject({ code: 'invalid_input' })
    const { toolServer } = await add('node')
    expect(toolServer.target).toMatchObject({
      command: expect.stringMatching(/^\/.*\/node$/) as string,
    })
  })
})

describe('a tool that its server changes', () => {
  it('loses its grant until the owner has looked at it again', async () => {
    const { add, target, grant, send, ended, until, owner, chats, notes } = await start(
      (round, { messages }) => {
        const wanted = messages.findLast(({ role }) => role === 'user')?.content ?? ''
        if (round > 0) return 'Done.'
        return [wanted === 'change' ? calls('change') : calls('echo', { text: 'x' })]
      },
    )
    const server = await add({ name: 'files', target: target('plain') })
    await grant('always', 'files.echo', 'files.change')
    const before = server.tools.find(({ name }) => name === 'files.echo')?.fingerprint
    await ended(await send('change'))
    const changed = await until(
      server.id,
      ({ tools }) => tools.find(({ name }) => name === 'files.echo')?.fingerprint !== before,
    )
    expect(changed.tools.find(({ name }) => name === 'files.echo')?.description).toContain('id_rsa')
    const refused = await ended(await send('echo'))
    expect(refused.details?.toolCalls).toMatchObject([
      { state: 'failed', result: expect.stringContaining('no such tool') as string },
    ])
    expect(JSON.stringify(chats().at(-1)?.['tools'])).not.toContain('id_rsa')
    expect(notes()).not.toContain('call echo')
    const { entries } = await owner.call('audit.list', {})
    expect(entries[0]?.details.decision).toBe('invalid')
    await grant('always', 'files.echo', 'files.change')
    expect((await ended(await send('echo'))).details?.toolCalls).toMatchObject([{ state: 'done' }])
  })

  it('does not run though its call was waiting for a person', async () => {
    const {
      add,
      target,
      grant,
      send,
      call,
      ended,
      until,
      owner,
      connect,
      app: controller,
    } = await start((round, { messages }) => {
      const wanted = messages.findLast(({ role }) => role === 'user')?.content ?? ''
      if (round > 0) return 'Done.'
      return [wanted === 'change' ? calls('change') : calls('echo', { text: 'x' })]
    })
    const server = await add({ name: 'files', target: target('plain') })
    await grant('ask', 'files.echo', 'files.change')
    const turnId = await send('echo')
    const asking = await call(turnId, 'asking')
    const { session } = await owner.call('sessions.create', { botId: app.botId })
    const other = await connect('owner')
    await other.call('sessions.watch', { sessionId: session.id })
    const { turnId: second } = await other.call('messages.send', {
      ...{ sessionId: session.id, clientMessageId: 'change-it-now', text: 'change' },
    })
    await other.waitForEvent(
      (event) => event.event === 'turn.toolChanged' && event.call.state === 'asking',
    )
    const live = await other.call('sessions.watch', { sessionId: session.id })
    await other.call('turns.answerToolCall', {
      ...{ sessionId: session.id, turnId: second, decision: 'once' },
      callId: live.live?.toolCalls?.[0]?.id ?? '',
    })
    await until(server.id, ({ tools }) => JSON.stringify(tools).includes('id_rsa'))
    await owner.call('turns.answerToolCall', {
      ...{ sessionId: app.sessionId, turnId, callId: asking.id, decision: 'once' },
    })
    expect((await ended(turnId)).details?.toolCalls).toMatchObject([{ state: 'refused' }])
    expect(controller.logged.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('is not the one of another server that has its name later', async () => {
    const { add, target, grant, owner, send, ended, chats } = await start(
      once('echo', { text: 'x' }),
    )
    const server = await add({ name: 'files', target: target('plain') })
    await grant('always', 'files.echo')
    await owner.call('toolServers.remove', { toolServerId: server.id })
    await add({ name: 'files', target: target('plain') })
    await ended(await send())
    expect(chats()[0]?.['tools']).toBeUndefined()
  })
})

describe('the list of tool servers', () => {
  it('is the owner’s alone', async () => {
    const { connect, target } = await start(words)
    const member = await connect('member')
    const input = { name: 'files', target: target('plain') }
    for (const asked of [
      member.call('toolServers.list', {}),
      member.call('toolServers.add', input),
      member.call('toolServers.test', { target: target('plain') }),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is kept over a restart, and a server is started again only when a bot needs it', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-kept-'))
    const first = await startToolServerApp(words, { dataDirectory })
    const environment = [{ name: 'SECRET_KEY', value: KEY }]
    const { id } = await first.add({ name: 'files', target: first.target('plain'), environment })
    await first.close()
    const { until, grant, send, ended } = await start(once('echo', { text: 'x' }), {
      dataDirectory,
    })
    const server = await until(id, () => true)
    expect(server).toMatchObject({ state: 'idle', secretNames: ['SECRET_KEY'] })
    expect(server.tools.map(({ name }) => name)).toContain('files.echo')
    await grant('always', 'files.echo')
    expect((await ended(await send())).details?.toolCalls).toMatchObject([{ state: 'done' }])
    expect((await until(id, () => true)).state).toBe('ready')
    rmSync(dataDirectory, { recursive: true, force: true })
  })

  it('has servers that are off: their tools are there for nobody until they are on again', async () => {
    const { add, target, grant, send, ended, until, owner, pids, chats } = await start(
      once('echo', { text: 'x' }),
    )
    const { id } = await add({ name: 'files', target: target('plain') })
    await grant('always', 'files.echo')
    await owner.call('toolServers.update', { toolServerId: id, enabled: false })
    expect((await until(id, () => true)).state).toBe('off')
    expect(pids().map(isRunning)).toEqual([false])
    await ended(await send())
    expect(chats()[0]?.['tools']).toBeUndefined()
    await owner.call('toolServers.update', { toolServerId: id, enabled: true, version: 2 })
    await until(id, ({ state }) => state === 'ready')
    expect((await ended(await send())).details?.toolCalls).toMatchObject([{ state: 'done' }])
    await expect(
      owner.call('toolServers.update', { toolServerId: id, enabled: true, version: 2 }),
    ).rejects.toMatchObject({ code: 'conflict', current: { name: 'files', version: 3 } })
  })

  it('gives back what was removed, unless its name is taken', async () => {
    const { add, target, owner } = await start(words)
    const environment = [{ name: 'SECRET_KEY', value: KEY }]
    const server = await add({ name: 'files', target: target('plain'), environment })
    const remove = () => owner.call('toolServers.remove', { toolServerId: server.id })
    await remove()
    const { toolServer } = await owner.call('toolServers.restore', { toolServerId: server.id })
    expect(toolServer).toMatchObject({ name: 'files', secretNames: ['SECRET_KEY'] })
    await expect(
      owner.call('toolServers.add', { name: 'files', target: target('plain') }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await remove()
    await add({ name: 'files', target: target('plain') })
    await expect(
      owner.call('toolServers.restore', { toolServerId: server.id }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('forgets the variables of a program that became another one', async () => {
    const { add, target, owner } = await start(words)
    const environment = [{ name: 'SECRET_KEY', value: KEY }]
    const server = await add({ name: 'files', target: target('plain'), environment })
    const { toolServer } = await owner.call('toolServers.update', {
      ...{ toolServerId: server.id, target: { kind: 'stdio', command: '/bin/cat' } },
    })
    expect(toolServer.secretNames).toEqual([])
  })

  it('takes 64 tools of a server and says how many it left out', async () => {
    const { add, target } = await start(words)
    const server = await add({ name: 'files', target: target('many') })
    expect(server.tools).toHaveLength(64)
    expect(server.leftOut).toBe(28)
  })
})

describe('a server at an address', () => {
  it('is called with its token, which is in no answer, log or event', async () => {
    const {
      add,
      serve,
      grant,
      send,
      ended,
      owner,
      app: controller,
      notes,
    } = await start(once('echo', { text: 'hello' }))
    const { url } = await serve('plain', KEY)
    const target = { kind: 'http', url } as const
    const server = await add({ name: 'files', target, token: KEY })
    expect(server).toMatchObject({ state: 'ready', hasToken: true })
    await grant('always', 'files.echo')
    expect((await ended(await send())).details?.toolCalls).toMatchObject([
      { state: 'done', result: 'You said: hello' },
    ])
    const told = [await owner.call('toolServers.list', {}), owner.events, controller.logged]
    expect(JSON.stringify(told)).not.toContain(KEY)
    await owner.call('toolServers.remove', { toolServerId: server.id })
    expect(notes()).toContain('goodbye')
  })

  it('that does not let us in, sends us elsewhere or is not there is failed, and says so', async () => {
    const { add, serve } = await start(words)
    const locked = await serve('plain', KEY)
    const moved = await serve('redirects')
    const gone = await serve('plain')
    await gone.kill()
    const reasons = [
      [locked.url, 'does not let us in'],
      [moved.url, 'sends us on to another address'],
      [gone.url, 'Nobody answers'],
    ] as const
    for (const [index, [url, reason]] of reasons.entries()) {
      const name = `server${String(index)}`
      const server = await add({ name, target: { kind: 'http', url } }, 'failed')
      expect(server.error?.message).toContain(reason)
    }
  })

  it('that dies, breaks off or answers too much ends its call, which is said', async () => {
    const order = ['garble', 'flood', 'crash']
    const { add, serve, grant, send, ended } = await start((round) => {
      const tool = order[round]
      return tool === undefined ? 'Done.' : [calls(tool)]
    })
    const { url } = await serve('plain')
    await add({ name: 'files', target: { kind: 'http', url } })
    await grant('always', ...order.map((tool) => `files.${tool}`))
    const message = await ended(await send())
    const results = message.details?.toolCalls?.map(({ state, result }) => [state, result ?? ''])
    for (const [index, reason] of ['broke', 'more than 4 MB', 'in the middle'].entries())
      expect(results?.[index]).toEqual(['failed', expect.stringContaining(reason)])
    expect(message).toMatchObject({ status: 'complete', text: 'Done.' })
  })

  it('may change its tools, and is told when the turn is stopped', async () => {
    const { add, serve, grant, send, call, ended, until, owner, sessionId, notes } = await start(
      (round, { messages }) => {
        const wanted = messages.findLast(({ role }) => role === 'user')?.content ?? ''
        return round > 0 ? 'Done.' : [calls(wanted)]
      },
    )
    const { url } = await serve('plain')
    const server = await add({ name: 'files', target: { kind: 'http', url } })
    await grant('always', 'files.change', 'files.wait')
    await ended(await send('change'))
    await until(server.id, ({ tools }) => JSON.stringify(tools).includes('id_rsa'))
    const turnId = await send('wait')
    await call(turnId, 'running')
    await vi.waitUntil(() => notes().includes('call wait'))
    await owner.call('turns.stop', { sessionId })
    await ended(turnId)
    await vi.waitUntil(() => notes().includes('cancelled'))
  })
})
