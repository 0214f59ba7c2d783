import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Grantee } from '@shared/model/program'
import { clientMessageId } from '@test/support/test-app'
import { makeWorkFolder, CANARY } from '@test/support/programs/work-folder'
import type { WorkFolder } from '@test/support/programs/work-folder'
import type { WsClient } from '@test/support/ws-client'
import { startToolApp } from '../tools/tool-app'
import type { ToolApp, ToolAppOptions } from '../tools/tool-app'

let work: WorkFolder
let tools: ToolApp
beforeEach(() => {
  work = makeWorkFolder()
})
afterEach(async () => {
  await tools.close()
  work.remove()
})

const OWNER = { kind: 'person', id: 'owner' } as const

async function start(options: Partial<ToolAppOptions> = {}): Promise<ToolApp> {
  tools = await startToolApp({ says: () => 'Words.', ...options })
  return tools
}

async function grant(...to: Grantee[]): Promise<void> {
  const { policy } = await tools.owner.call('programs.get', {})
  await tools.owner.call('programs.update', {
    version: policy.version,
    changes: {
      on: true,
      grants: to.map((each) => ({
        to: each,
        folder: work.folder,
        programs: ['ls', 'cat', 'git', 'tail', 'grep'],
      })),
    },
  })
}

async function type(text: string, client: WsClient = tools.owner): Promise<string> {
  const { sessionId } = tools
  const message = { sessionId, clientMessageId: clientMessageId(), text, program: true } as const
  return (await client.call('messages.send', message)).turnId
}

async function answer(
  turnId: string,
  decision: 'once' | 'always' | 'refuse',
  client = tools.owner,
) {
  const { id: callId } = await tools.call(turnId, 'asking')
  const { sessionId } = tools
  await client.call('turns.answerToolCall', { sessionId, turnId, callId, decision })
}

/** Somebody else, with whom the owner shares the conversation. */
async function ben(): Promise<{ readonly personId: string; readonly client: WsClient }> {
  const { owner, sessionId, connect, personOf } = tools
  const personId = await personOf('Ben')
  await owner.call('sessions.share', {
    ...{ sessionId, sharing: { everyone: null, people: { [personId]: 'write' } } },
  })
  return { personId, client: await connect('member', personId) }
}

async function auditRows() {
  return (await tools.owner.call('audit.list', {})).entries
}

describe('a command that a person types', () => {
  it('runs once they said so, its output is streamed and stored, and no model is asked', async () => {
    const { ended, chats, owner } = await start()
    await grant(OWNER)
    const turnId = await type('!git status --short')
    await answer(turnId, 'once')
    const reply = await ended(turnId)
    expect(reply).toMatchObject({
      author: 'bot',
      status: 'complete',
      model: null,
      details: {
        program: { end: { exitCode: 0, how: 'exit' } },
        toolCalls: [
          { tool: 'command.run', arguments: { command: 'git status --short' }, state: 'done' },
        ],
      },
    })
    expect(reply.text).toContain(' M src/main.ts')
    const streamed = owner.events.flatMap((event) =>
      event.event === 'turn.extended' ? [event.text] : [],
    )
    expect(streamed.join('')).toBe(reply.text)
    expect(chats()).toEqual([])
  })

  it('is told to no model afterwards, and neither is what came of it', async () => {
    const { ended, send, chats } = await start()
    await grant(OWNER)
    await ended(await send('Before.'))
    const turnId = await type('!cat README.md')
    await answer(turnId, 'once')
    await ended(turnId)
    await ended(await send('After.'))
    const told = JSON.stringify(chats().at(-1)?.['messages'])
    expect(told).toContain('Before.')
    expect(told).toContain('After.')
    expect(told).not.toContain('third line')
    expect(told).not.toContain('README')
  })

  it('is not found by a bot that searches what was said', async () => {
    const { ended, send } = await start({
      grants: [{ tool: 'history.search', approval: 'always' }],
      says: (round) =>
        round === 0 ? [{ call: 'history_search', with: { query: 'third' } }] : 'Done.',
    })
    await grant(OWNER)
    const turnId = await type('!cat README.md')
    await answer(turnId, 'once')
    expect((await ended(turnId)).text).toContain('third line')
    const reply = await ended(await send('What did I see?'))
    expect(reply.details?.toolCalls).toMatchObject([
      { state: 'done', result: '{"found":"nothing"}' },
    ])
  })

  it('does not run where it is refused, and both are in the audit with their rule', async () => {
    const { ended } = await start()
    await grant(OWNER)
    const refused = await type('!ls')
    await answer(refused, 'refuse')
    expect(await ended(refused)).toMatchObject({
      text: '',
      details: { toolCalls: [{ state: 'refused' }] },
    })
    const attack = await type('!cat .env')
    const reply = await ended(attack)
    expect(reply.details?.toolCalls).toMatchObject([
      { state: 'failed', result: expect.stringContaining('secrets') as string },
    ])
    expect(JSON.stringify(reply)).not.toContain(CANARY)
    expect(await auditRows()).toMatchObject([
      { action: 'program.run', actor: 'owner', details: { decision: 'invalid', rule: 'secret' } },
      { action: 'program.run', actor: 'owner', details: { decision: 'refused', rule: 'ls' } },
    ])
  })

  it('does not ask again once it was allowed for good, which is kept on the disk', async () => {
    const { ended, app, owner } = await start()
    await grant(OWNER)
    const turnId = await type('!ls src')
    await answer(turnId, 'always')
    await ended(turnId)
    const again = await ended(await type('!ls src'))
    expect(again.text).toContain('main.ts')
    const { policy } = await owner.call('programs.get', {})
    expect(policy.allowed).toMatchObject([{ line: 'ls src', to: OWNER }])
    const stored = readFileSync(join(app.dataDirectory, 'programs.json'), 'utf8')
    expect(JSON.parse(stored)).toEqual(policy)
  })

  it.skipIf(process.platform !== 'linux')(
    'stops while it runs, with what it said so far, and its process is gone',
    async () => {
      const { ended, owner, sessionId } = await start()
      await grant(OWNER)
      // None of the list stays for long by itself.
      const follow = { name: 'follow', file: '/usr/bin/tail', flags: [{ flag: '-f' }], paths: true }
      const { policy } = await owner.call('programs.get', {})
      const grants = [{ to: OWNER, folder: work.folder, programs: ['follow'] }]
      await owner.call('programs.update', {
        version: policy.version,
        changes: { added: [follow], grants },
      })
      const turnId = await type('!follow -f README.md')
      await answer(turnId, 'once')
      await owner.waitForEvent((event) => event.event === 'turn.extended')
      expect(isRunning(work.folder)).toBe(true)
      await owner.call('turns.stop', { sessionId })
      const reply = await ended(turnId)
      expect(reply).toMatchObject({ status: 'stopped', details: { program: {} } })
      expect(reply.text).toContain('third line')
      expect((await auditRows())[0]?.details).toMatchObject({ decision: 'stopped', rule: 'follow' })
      await expect.poll(() => isRunning(work.folder)).toBe(false)
    },
  )

  it('stops while it asks, and never runs', async () => {
    const { ended, owner, sessionId } = await start()
    await grant(OWNER)
    const turnId = await type('!ls')
    await tools.call(turnId, 'asking')
    await owner.call('turns.stop', { sessionId })
    expect(await ended(turnId)).toMatchObject({ status: 'stopped', details: { program: {} } })
    expect(await auditRows()).toMatchObject([{ details: { decision: 'stopped' } }])
  })

  it('is nothing while commands are off, or nobody granted them anything', async () => {
    const { ended, owner } = await start()
    const rule = async (turnId: string) => {
      await ended(turnId)
      return (await auditRows())[0]?.details.rule
    }
    expect(await rule(await type('!ls'))).toBe('off')
    await grant(OWNER)
    const { client: member } = await ben()
    expect(await rule(await type('!ls', member))).toBe('not-granted')
    expect(await owner.call('programs.mine', {})).toMatchObject({
      programs: [{ name: 'ls' }, {}, {}, {}, {}],
    })
    expect(await member.call('programs.mine', {})).toEqual({ programs: [] })
    await expect(member.call('programs.get', {})).rejects.toMatchObject({ code: 'forbidden' })
    const change = { version: 1, changes: { on: true } }
    await expect(member.call('programs.update', change)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('is not run by somebody else who tries it again', async () => {
    const { ended, owner, sessionId } = await start()
    const { personId, client: member } = await ben()
    await grant(OWNER, { kind: 'person', id: personId })
    const turnId = await type('!ls')
    await answer(turnId, 'refuse')
    await ended(turnId)
    const { messages } = await owner.call('messages.list', { sessionId })
    const messageId = messages[0]?.id ?? ''
    const retried = await member.call('turns.retry', { sessionId, messageId })
    await ended(retried.turnId)
    expect((await auditRows())[0]?.details).toMatchObject({
      decision: 'invalid',
      rule: 'not-granted',
    })
  })

  it('is granted to a person, ends with them and does not come back with them', async () => {
    const { app, ended, owner } = await start()
    const { personId, client } = await ben()
    await grant(OWNER, { kind: 'person', id: personId })
    expect((await owner.call('programs.get', {})).people).toEqual([
      { id: personId, name: 'Ben' },
      { id: 'owner', name: 'Owner' },
    ])
    const turnId = await type('!ls src', client)
    await answer(turnId, 'always')
    expect(await ended(turnId)).toMatchObject({ status: 'complete' })
    const waits = await type('!cat README.md', client)
    await tools.call(waits, 'asking')

    await owner.call('people.remove', { personId })
    expect(await ended(waits)).toMatchObject({ status: 'stopped' })
    const { policy } = await owner.call('programs.get', {})
    expect(policy).toMatchObject({ grants: [{ to: OWNER }], allowed: [] })
    await app.call('people.restore', { personId })
    const again = await tools.connect('member', personId)
    expect(await again.call('programs.mine', {})).toEqual({ programs: [] })
  })

  it('needs its mark, and comes without pictures', async () => {
    const { owner, sessionId } = await start()
    const message = {
      sessionId,
      clientMessageId: clientMessageId(),
      text: 'ls',
      program: true,
    } as const
    await expect(owner.call('messages.send', message)).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

/** Whether some process works in that folder. */
function isRunning(folder: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false
      }
    })
}

describe('a command that a bot asks for', () => {
  const asks = (command: string) => (round: number) =>
    round === 0 ? [{ call: 'command_run', with: { command } }] : 'Done.'
  const TOOL = [{ tool: 'command.run', approval: 'ask' }] as const

  it('runs once somebody allowed it, and the model is told what came of it', async () => {
    const { send, ended, chats, botId } = await start({
      grants: TOOL,
      says: asks('git log --oneline'),
    })
    await grant({ kind: 'bot', id: botId })
    const turnId = await send()
    await answer(turnId, 'once')
    const reply = await ended(turnId)
    expect(reply.details?.toolCalls).toMatchObject([{ tool: 'command.run', state: 'done' }])
    expect(JSON.stringify(chats().at(-1)?.['messages'])).toContain('Third line')
    expect(await auditRows()).toMatchObject([
      {
        action: 'tool.call',
        subject: 'command.run',
        botId,
        details: { decision: 'once', rule: 'git log' },
      },
    ])
  })

  it('asks also where the tool itself is always allowed', async () => {
    const { send, ended, botId } = await start({
      ...{ grants: [{ tool: 'command.run', approval: 'always' }], says: asks('ls') },
    })
    await grant({ kind: 'bot', id: botId })
    const turnId = await send()
    await answer(turnId, 'refuse')
    expect((await ended(turnId)).details?.toolCalls).toMatchObject([{ state: 'refused' }])
  })

  it('is refused for what it must not, and the model hears the rule', async () => {
    const { send, ended, chats, botId } = await start({ grants: TOOL, says: asks('cat .env; id') })
    await grant({ kind: 'bot', id: botId })
    await ended(await send())
    expect(JSON.stringify(chats().at(-1)?.['messages'])).toContain('There is no shell')
    expect(await auditRows()).toMatchObject([
      { details: { decision: 'invalid', rule: 'chaining' } },
    ])
  })

  it('is not offered while commands are off', async () => {
    const { send, ended, chats } = await start({ grants: TOOL })
    await ended(await send())
    expect(chats()[0]?.['tools']).toBeUndefined()
  })

  it('is not run for a bot that was granted no folder', async () => {
    const { send, ended } = await start({ grants: TOOL, says: asks('ls') })
    await grant(OWNER)
    expect((await ended(await send())).details?.toolCalls).toMatchObject([{ state: 'failed' }])
  })
})
