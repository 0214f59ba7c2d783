import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExportFormat, ExportScope } from '@shared/model/transfer'
import { sendHttp } from '@test/support/http-client'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const NASTY = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script>alert(1)</script>',
  '<!--><svg onload=alert(1)>',
  '&lt;b&gt; &amp;#60;script&#62;',
  '[x](javascript:alert(1)) ![y](//evil.test/z)',
  '```\n</code></pre><iframe src="data:text/html,x">\n```',
]

let app: TestApp
let engine: ScriptedEngine
let botId: string
let sessionId: string
let token: string

beforeEach(async () => {
  engine = new ScriptedEngine()
  engine.script = ({ prompt }) => [{ say: `You said ${prompt.at(-1)?.content ?? ''}` }]
  app = await startTestApp({ engines: { ollama: engine } })
  ;({ botId, sessionId } = await launchBot(app))
  token = (await app.call('access.createToken', { name: 'script', role: 'member' })).secret
})
afterEach(() => app.close())

async function say(text: string, replaces?: string): Promise<string> {
  const sent = { sessionId, clientMessageId: clientMessageId(), text, replaces }
  const { turnId, messageId } = await app.call('messages.send', sent)
  await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
  return messageId
}

async function exported(
  format: ExportFormat,
  scope: ExportScope = { kind: 'session', sessionId },
  branches: 'visible' | 'all' = 'visible',
): Promise<string> {
  const { export: job } = await app.call('exports.start', { scope, format, branches })
  const { export: ended } = await app.viewer.waitFor(
    'export.changed',
    ({ export: one }) => one.id === job.id && !['waiting', 'running'].includes(one.state),
  )
  expect(ended).toMatchObject({ state: 'done', error: null })
  const answer = await sendHttp(app.address, `/api/v1/exports/${job.id}/file`, { token })
  expect(answer.status).toBe(200)
  expect(Buffer.byteLength(answer.text)).toBe(ended.bytes)
  return answer.text
}
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('exporting', () => {
  it('keeps every branch, exact text, model and time in JSON, with the bot that spoke', async () => {
    const lone = 'half \ud83d and \udc00 done'
    const first = await say(lone)
    await say('another way', first)
    await app.call('sessions.rename', { sessionId, title: 'Zürich \ud800' })
    const file = JSON.parse(await exported('json')) as {
      sessions: { title: string; headSeq: number; titleBy: string; messages: unknown[] }[]
      bots: unknown[]
    }
    const { session } = await app.call('sessions.get', { sessionId })
    expect(file).toMatchObject({
      format: 'port8000-export',
      version: 1,
      scope: { kind: 'session', sessionId },
      counts: { sessions: 1, messages: 4 },
      folders: [],
    })
    expect(file.bots).toEqual([{ ...(await app.call('bots.get', { botId })).bot, deletedAt: null }])
    const [only] = file.sessions
    expect(only).toMatchObject({ ...session, titleBy: 'person' })
    expect(only?.messages).toMatchObject([
      { seq: 1, parentSeq: 0, author: 'person', text: lone, status: 'complete' },
      { seq: 2, parentSeq: 1, author: 'bot', text: `You said ${lone}`, model: 'tiny' },
      { seq: 3, parentSeq: 0, text: 'another way' },
      { seq: 4, parentSeq: 3 },
    ])
  })

  it('has the same in JSON Lines, one object a line, and says at the end how much there was', async () => {
    await say('hello')
    const all = lines(await exported('jsonl', { kind: 'everything' }))
    // The Guide has greeted.
    expect(all.map(({ type }) => type)).toEqual([
      ...['header', 'bot', 'bot', 'session', 'message', 'session', 'message', 'message', 'end'],
    ])
    expect(all.at(-1)).toEqual({ type: 'end', sessions: 2, messages: 3 })
  })

  it('writes one bot with its conversations, leaves deleted ones out and archived ones in', async () => {
    await say('hello')
    const { session: gone } = await app.call('sessions.create', { botId })
    await app.call('sessions.delete', { sessionId: gone.id })
    const all = lines(await exported('jsonl', { kind: 'bot', botId }))
    expect(all.map(({ type, id }) => [type, id])).toMatchObject([
      ['header', undefined],
      ['bot', botId],
      ['session', sessionId],
      ['message', expect.anything()],
      ['message', expect.anything()],
      ['end', undefined],
    ])
  })

  it('shows people the visible branch, and the others after it when asked', async () => {
    const first = await say('one way')
    await say('another way', first)
    await app.call('sessions.rename', { sessionId, title: 'Ways' })
    for (const format of ['markdown', 'text', 'html'] as const) {
      const visible = await exported(format)
      expect(visible).toContain('another way')
      expect(visible).not.toContain('one way')
      const all = await exported(format, undefined, 'all')
      expect(all.indexOf('another way')).toBeLessThan(all.indexOf('one way'))
      expect(all).toContain('Another beginning of this conversation:')
    }
  })

  it('makes a page that runs nothing, whatever a name, a title or a text holds', async () => {
    for (const text of NASTY) {
      await app.call('sessions.rename', { sessionId, title: text.slice(0, 200) })
      const { bot } = await app.call('bots.get', { botId })
      await app.call('bots.update', { botId, version: bot.version, changes: { name: text.trim() } })
      await say(text)
      const page = await exported('html', undefined, 'all')
      const tags = new Set([...page.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([, tag]) => tag))
      expect([...tags].sort()).toEqual(
        [
          ...['!doctype', 'article', 'body', 'code', 'h1', 'h2', 'head', 'html', 'meta', 'p'],
          ...['pre', 'section', 'style', 'title'],
        ].filter((tag) => page.includes(`<${tag}`)),
      )
      expect(page).not.toMatch(/<[a-z][^>]*\son\w+=/i)
      expect(page).toContain('default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-')
    }
  })

  it('answers a script one conversation in one request, as Markdown unless told otherwise', async () => {
    await say('hello')
    await app.call('sessions.rename', { sessionId, title: 'Über "alles"/..' })
    const path = `/api/v1/sessions/${sessionId}/export`
    const markdown = await sendHttp(app.address, path, { token })
    expect(markdown.headers['content-type']).toBe('text/markdown; charset=utf-8')
    expect(markdown.headers['content-disposition']).toMatch(
      /^attachment; filename="_ber alles \d{4}-\d\d-\d\d\.md"; filename\*=UTF-8''%C3%9Cber%20alles/,
    )
    expect(markdown.text).toContain('# Über "alles"/..\n')
    expect(markdown.text).toContain('## 2. Reviewer')
    const text = await sendHttp(app.address, `${path}?format=text`, { token })
    expect(text.text).toContain('1. You, ')
    const wrong = await sendHttp(app.address, `${path}?format=pdf`, { token })
    expect(wrong.status).toBe(400)
  })

  it('is refused to strangers and viewers, and for what is not there', async () => {
    const scope = { kind: 'session', sessionId } as const
    const { export: job } = await app.call('exports.start', { scope, format: 'json' })
    const path = `/api/v1/exports/${job.id}/file`
    expect((await sendHttp(app.address, path)).status).toBe(401)
    const viewer = await app.call('access.createToken', { name: 'reader', role: 'viewer' })
    expect((await sendHttp(app.address, path, { token: viewer.secret })).status).toBe(403)
    const missing = sessionId.replace(/.{4}$/, 'ffff')
    await expect(
      app.call('exports.start', { scope: { kind: 'session', sessionId: missing }, format: 'json' }),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(
      (await sendHttp(app.address, `/api/v1/sessions/${missing}/export`, { token })).status,
    ).toBe(404)
  })

  it('leaves no file behind when it is cancelled, and none when the controller starts again', async () => {
    const files = () => readdirSync(join(app.dataDirectory, 'transfers'))
    const scope = { kind: 'everything' } as const
    const { export: job } = await app.call('exports.start', { scope, format: 'json' })
    await app.call('exports.cancel', { exportId: job.id })
    expect(files()).toEqual([])
    await expect(app.call('exports.get', { exportId: job.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await exported('json')
    expect(files()).toHaveLength(1)
    const again = await startTestApp({ dataDirectory: await closed() })
    expect(files()).toEqual([])
    await again.close()
  })
})

async function closed(): Promise<string> {
  await app.controller.close()
  return app.dataDirectory
}
