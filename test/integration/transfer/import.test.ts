import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportJob } from '@shared/model/transfer'
import { sendHttp } from '@test/support/http-client'
import { startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { CHATGPT, OPEN_WEBUI, ollamaDatabase } from './foreign-files'

let app: TestApp
let token: string

beforeEach(async () => {
  app = await startTestApp()
  token = (await app.call('access.createToken', { name: 'script', role: 'owner' })).secret
  await app.call('overview.watch', {})
})
afterEach(() => app.close())

const put = (importId: string, body: string | Buffer, offset = 0, secret = token) =>
  sendHttp(app.address, `/api/v1/imports/${importId}/file?offset=${offset}`, {
    method: 'PUT',
    token: secret,
    headers: { 'content-type': 'application/octet-stream' },
    body,
  })
const until = async (importId: string, ...states: ImportJob['state'][]) =>
  (
    await app.viewer.waitFor(
      'import.changed',
      ({ import: job }) => job.id === importId && states.includes(job.state),
    )
  ).import

async function announced(content: string | Buffer, fileName = 'file') {
  const bytes = Buffer.byteLength(content)
  return (await app.call('imports.start', { fileName, bytes })).import
}
async function uploaded(content: string | Buffer): Promise<ImportJob> {
  const { id } = await announced(content)
  expect((await put(id, content)).status).toBe(200)
  return until(id, 'ready', 'failed')
}
async function run(importId: string, botId?: string): Promise<ImportJob> {
  await app.call('imports.run', { importId, ...(botId !== undefined && { botId }) })
  return until(importId, 'done', 'failed')
}
const sessionsOf = async (botId: string) => (await app.call('sessions.list', { botId })).sessions
const messagesOf = async (sessionId: string, through?: number) =>
  (await app.call('messages.list', { sessionId, through })).messages.map(({ text }) => text)

describe('importing', () => {
  it('keeps the tree of ChatGPT’s conversations, and says first what comes and what cannot', async () => {
    const ready = await uploaded(CHATGPT)
    expect(ready.findings).toEqual({
      ...{ source: 'chatgpt', sessions: 1, messages: 5, bots: [], folders: [], alreadyHere: 0 },
      notKept: [
        { what: 'tool calls', count: 1 },
        { what: 'tool results', count: 1 },
        { what: 'images', count: 1 },
        { what: 'thoughts of the model', count: 1 },
      ],
      needsBot: true,
    })
    expect((await app.call('bots.list', {})).bots).toHaveLength(1)

    const done = await run(ready.id)
    expect(done).toMatchObject({ state: 'done', written: { sessions: 1, messages: 5 } })
    const bot = (await app.call('bots.list', {})).bots.at(-1)
    expect(bot).toMatchObject({ id: 'BOT-002', name: 'Imported from ChatGPT' })
    const sessionId = done.firstSessionId ?? ''
    expect(await app.call('sessions.get', { sessionId })).toMatchObject({
      session: {
        botId: 'BOT-002',
        title: 'Tides and moons',
        ...{ archived: true, lastSeq: 5, headSeq: 3 },
        createdAt: 1_700_000_000_250,
        updatedAt: 1_700_000_090_000,
      },
    })
    expect(await messagesOf(sessionId)).toEqual(['Why do tides turn?', 'The moon pulls.'])
    expect(await messagesOf(sessionId, 5)).toEqual([
      ...['Why do tides turn?', 'Because of the moon.', 'What is this?', 'A harbour.'],
    ])
  })

  it('keeps branches, tags and pins of Open WebUI, for a bot that is chosen', async () => {
    const { bot } = await app.call('bots.create', { name: 'Skipper', model: 'tiny' })
    const ready = await uploaded(OPEN_WEBUI)
    expect(ready.findings).toMatchObject({
      ...{ source: 'open_webui', sessions: 2, messages: 5, needsBot: true },
      notKept: [
        { what: 'attached files', count: 1 },
        { what: 'folders', count: 1 },
      ],
    })
    const done = await run(ready.id, bot.id)
    const sessions = await sessionsOf(bot.id)
    expect(sessions.map(({ title, pinned, tags }) => ({ title, pinned, tags }))).toEqual([
      { title: 'Ropes', pinned: true, tags: ['knots', 'sea'] },
      { title: 'Old one', pinned: false, tags: [] },
    ])
    expect(await messagesOf(done.firstSessionId ?? '')).toEqual(['Which knot?', 'A hitch.'])
    const old = await app.call('messages.list', { sessionId: sessions[1]?.id ?? '' })
    expect(old.messages).toMatchObject([
      { author: 'person', text: 'Hello' },
      { author: 'bot', text: 'Hi', model: 'llama2', parentSeq: 1 },
    ])
  })

  it('reads the database of the Ollama application, times in any zone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'port8000-ollama-app-'))
    const ready = await uploaded(ollamaDatabase(join(directory, 'db.sqlite')))
    rmSync(directory, { recursive: true })
    expect(ready.findings).toMatchObject({
      ...{ source: 'ollama', sessions: 2, messages: 3 },
      notKept: [
        { what: 'thoughts of the model', count: 1 },
        { what: 'tool results', count: 1 },
        { what: 'attached files', count: 1 },
      ],
    })
    await run(ready.id)
    const sessions = await sessionsOf('BOT-002')
    expect(
      sessions.map(({ title, createdAt }) => [title, new Date(createdAt).toISOString()]),
    ).toEqual([
      ['Rain', '2025-09-02T08:00:00.000Z'],
      ['Fog', '2025-09-01T08:00:00.123Z'],
    ])
    expect(await messagesOf(sessions[1]?.id ?? '')).toEqual(['Is it foggy?', 'Yes.'])
  })

  it('brings nothing twice, from whatever program it came', async () => {
    for (const file of [CHATGPT, OPEN_WEBUI]) {
      const first = await uploaded(file)
      await run(first.id)
      const again = await uploaded(file)
      expect(again.findings).toMatchObject({ sessions: 0, alreadyHere: first.findings?.sessions })
      expect(await run(again.id)).toMatchObject({
        state: 'done',
        written: { sessions: 0, messages: 0 },
      })
    }
    expect((await app.call('bots.list', {})).bots.map(({ name }) => name)).toEqual([
      ...['Guide', 'Imported from ChatGPT', 'Imported from Open WebUI'],
    ])
  })

  it('takes everything of another controller, with its Guide as the one that is here', async () => {
    const other = await startTestApp()
    const { bot } = await other.call('bots.create', { name: 'Reviewer', model: 'tiny' })
    const { session } = await other.call('sessions.create', { botId: bot.id })
    const { secret } = await other.call('access.createToken', { name: 'x', role: 'owner' })
    await other.call('overview.watch', {})
    const { export: job } = await other.call('exports.start', {
      scope: { kind: 'everything' },
      format: 'json',
    })
    await other.viewer.waitFor(
      'export.changed',
      ({ export: one }) => one.id === job.id && one.state === 'done',
    )
    const file = await sendHttp(other.address, `/api/v1/exports/${job.id}/file`, { token: secret })
    await other.close()
    const ready = await uploaded(file.text)
    expect(ready.findings).toMatchObject({
      source: 'port8000',
      sessions: 2,
      bots: ['Reviewer'],
      needsBot: false,
    })
    await run(ready.id)
    expect(await sessionsOf('BOT-001')).toHaveLength(2)
    expect(await sessionsOf('BOT-002')).toMatchObject([{ id: session.id }])
  })

  it('goes on where the bytes broke off, and tells a sender who is elsewhere where that is', async () => {
    const content = Buffer.from(CHATGPT)
    const { id } = await announced(content)
    await put(id, content.subarray(0, 100))
    const wrong = await put(id, content.subarray(50), 50)
    expect(wrong.status).toBe(409)
    expect(wrong.json()).toMatchObject({ error: { current: { received: 100 } } })
    await put(id, content.subarray(100), 100)
    expect((await until(id, 'ready')).received).toBe(content.length)
  })

  it('refuses what is too large, more than announced, or from somebody who may not', async () => {
    await expect(
      app.call('imports.start', { fileName: 'x', bytes: 3 * 1024 ** 3 }),
    ).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('2048 MB') as string,
    })
    const { id } = await announced('12345')
    expect((await put(id, '1234567')).status).toBe(413)
    const { secret } = await app.call('access.createToken', { name: 'm', role: 'member' })
    expect((await put(id, '12345', 0, secret)).status).toBe(403)
    expect((await put(id, '12345', 0, 'nonsense')).status).toBe(401)
    const asJson = { method: 'PUT', token, json: {} }
    expect((await sendHttp(app.address, `/api/v1/imports/${id}/file`, asJson)).status).toBe(400)
  })

  it('says what is wrong with a file and where, and leaves nothing of it', async () => {
    const failed = await uploaded(CHATGPT.slice(0, 900))
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'invalid_input', message: expect.stringMatching(/ends here.*byte/) as string },
    })
    await expect(app.call('imports.run', { importId: failed.id })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(readdirSync(join(app.dataDirectory, 'transfers'))).toEqual([])
  })

  it('is given up at any time, and its file is gone', async () => {
    const ready = await uploaded(CHATGPT)
    await app.call('imports.cancel', { importId: ready.id })
    expect(readdirSync(join(app.dataDirectory, 'transfers'))).toEqual([])
    expect(app.viewer.of('import.changed').at(-1)?.import.state).toBe('cancelled')
    expect((await app.call('imports.list', {})).imports).toEqual([])
  })
})
