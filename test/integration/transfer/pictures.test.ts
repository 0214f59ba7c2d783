import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Attachment } from '@shared/model/message-details'
import type { ExportFormat, ImportJob } from '@shared/model/transfer'
import { sendHttp } from '@test/support/http-client'
import { aPng } from '@test/support/pictures'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const ROOF = aPng()
const DOOR = aPng({ color: [0, 0, 255] })

let app: TestApp
let sessionId: string
let open: TestApp[]

beforeEach(async () => {
  open = []
  app = await started()
  ;({ sessionId } = await launchBot(app))
})
afterEach(() => Promise.all(open.map((one) => one.close())))

async function started(): Promise<TestApp> {
  const engine = new ScriptedEngine()
  engine.script = () => [{ say: 'I see.' }]
  const made = await startTestApp({ engines: { ollama: engine } })
  open.push(made)
  return made
}
const tokenOf = async (of: TestApp) =>
  (await of.call('access.createToken', { name: 'script', role: 'owner' })).secret

async function attach(body: Buffer, name: string): Promise<Attachment> {
  const answer = await sendHttp(
    app.address,
    `/api/v1/attachments?name=${encodeURIComponent(name)}`,
    {
      method: 'POST',
      token: await tokenOf(app),
      headers: { 'content-type': 'image/png' },
      body,
    },
  )
  return (answer.json() as { attachment: Attachment }).attachment
}
async function say(text: string, ...pictures: readonly Attachment[]): Promise<void> {
  const attachments = pictures.map(({ hash }) => hash)
  const sent = { sessionId, text, attachments, clientMessageId: clientMessageId() }
  const { turnId } = await app.call('messages.send', sent)
  await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
}
async function exported(format: ExportFormat): Promise<string> {
  const { export: job } = await app.call('exports.start', {
    ...{ scope: { kind: 'session', sessionId }, format },
  })
  await app.viewer.waitFor(
    'export.changed',
    ({ export: one }) => one.id === job.id && one.state === 'done',
  )
  const token = await tokenOf(app)
  return (await sendHttp(app.address, `/api/v1/exports/${job.id}/file`, { token })).text
}
async function looked(into: TestApp, content: string): Promise<ImportJob> {
  await into.call('overview.watch', {})
  const bytes = Buffer.byteLength(content)
  const { id } = (await into.call('imports.start', { fileName: 'file', bytes })).import
  await sendHttp(into.address, `/api/v1/imports/${id}/file?offset=0`, {
    method: 'PUT',
    token: await tokenOf(into),
    headers: { 'content-type': 'application/octet-stream' },
    body: content,
  })
  return until(into, id, 'ready', 'failed')
}
async function until(of: TestApp, id: string, ...states: ImportJob['state'][]): Promise<ImportJob> {
  const isIt = (job: ImportJob) => job.id === id && states.includes(job.state)
  return (await of.viewer.waitFor('import.changed', ({ import: job }) => isIt(job))).import
}
async function bringIn(into: TestApp, content: string): Promise<ImportJob> {
  const { id } = await looked(into, content)
  await into.call('imports.run', { importId: id })
  return until(into, id, 'done', 'failed')
}
const shown = async (by: TestApp, { hash }: Attachment) =>
  sendHttp(by.address, `/api/v1/attachments/${hash}`, { token: await tokenOf(by) })
const forget = (of: TestApp) => {
  rmSync(join(of.dataDirectory, 'attachments'), { recursive: true })
}

describe('pictures in an export', () => {
  it('are in the page itself, with their names, and still nothing else may be loaded', async () => {
    const roof = await attach(ROOF, 'roof "1" <b>.png')
    await say('What is this?', roof)
    const page = await exported('html')
    expect(page).toContain(
      `<img alt="roof &quot;1&quot; &lt;b&gt;.png" width="4" height="3" src="data:image/png;base64,${ROOF.toString('base64')}">`,
    )
    expect(page).toContain('default-src &#39;none&#39;; img-src data:; style-src')
    forget(app)
    expect(await exported('html')).toContain(
      'Picture: roof &quot;1&quot; &lt;b&gt;.png (not here any more)',
    )
  })

  it('are named where a format holds none', async () => {
    await say('What is this?', await attach(ROOF, 'my_roof.png'))
    expect(await exported('markdown')).toContain(
      '*Picture: my\\_roof.png (4 × 3 pixels)*\n\nWhat is this?',
    )
    expect(await exported('text')).toContain('[Picture: my_roof.png (4 × 3 pixels)]\nWhat is this?')
  })

  it('leave a file without any as it was before there were pictures', async () => {
    await say('Nothing to see')
    const file = JSON.parse(await exported('json')) as object
    expect(file).toMatchObject({ version: 1 })
    expect(file).not.toHaveProperty('pictures')
  })
})

describe.each(['json', 'jsonl'] as const)('pictures in %s', (format) => {
  it('come with the conversation to another controller, each of them once', async () => {
    const [roof, door] = [await attach(ROOF, 'roof.png'), await attach(DOOR, 'door.png')]
    await say('What is this?', roof)
    await say('And these?', door, roof)
    const file = await exported(format)
    expect(file).toContain('"version":2')
    expect(file.split(ROOF.toString('base64'))).toHaveLength(2)
    const other = await started()
    expect((await bringIn(other, file)).state).toBe('done')
    const { messages } = await other.call('messages.list', { sessionId })
    expect(messages.map(({ details }) => details?.attachments)).toEqual([
      [roof],
      undefined,
      [door, roof],
      undefined,
    ])
    expect((await shown(other, roof)).status).toBe(200)
    expect((await shown(other, door)).headers['content-type']).toBe('image/png')
    expect(await other.call('attachments.get', { hash: roof.hash })).toEqual({ attachment: roof })
  })

  it('that are missing or damaged are told before, and their message comes without them', async () => {
    const [roof, door] = [await attach(ROOF, 'roof.png'), await attach(DOOR, 'door.png')]
    await say('What are these?', roof, door)
    const whole = await exported(format)
    // Another picture under that hash, and one that is none.
    const wrong = whole.replace(ROOF.toString('base64'), aPng({ width: 9 }).toString('base64'))
    const file = wrong.replace(DOOR.toString('base64'), Buffer.from('<svg/>').toString('base64'))
    const other = await started()
    const { findings } = await looked(other, file)
    expect(findings?.notKept).toEqual([
      { what: 'pictures that the file does not hold; their messages come without them', count: 2 },
    ])
    expect((await bringIn(other, file)).state).toBe('done')
    const { messages } = await other.call('messages.list', { sessionId })
    expect(messages[0]).toMatchObject({
      text: 'What are these?',
      details: { attachments: [{ name: 'roof.png' }, { name: 'door.png' }] },
    })
    expect((await shown(other, roof)).status).toBe(404)
    expect((await shown(other, door)).status).toBe(404)
    // Once more, with the file as it was: what was missing is there.
    expect((await looked(other, whole)).findings?.notKept).toEqual([])
    await bringIn(other, whole)
    expect((await shown(other, roof)).status).toBe(200)
  })

  it('that are not here any more are left out of the file', async () => {
    const roof = await attach(ROOF, 'roof.png')
    await say('What is this?', roof)
    forget(app)
    const file = await exported(format)
    const other = await started()
    expect((await looked(other, file)).findings?.notKept).toMatchObject([{ count: 1 }])
  })
})
