import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandRequest } from '@shared/contract/commands'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { RecordingViewer } from '@test/support/recording-viewer'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { openHttpDoor } from '@test/support/doors'

let app: TestApp
let engine: ScriptedEngine
let botId: string
let sessionId: string

beforeEach(async () => {
  engine = new ScriptedEngine()
  app = await startTestApp({ engines: { ollama: engine } })
  ;({ botId, sessionId } = await launchBot(app))
})
afterEach(() => app.close())

const create = async () => (await app.call('sessions.create', { botId })).session.id
const createMany = async (count: number) => {
  const sessionIds: string[] = []
  for (let made = 0; made < count; made++) sessionIds.push(await create())
  return sessionIds
}
const organise = (input: CommandRequest<'sessions.organise'>) =>
  app.call('sessions.organise', input)

describe('organising', () => {
  it('tells everybody of a thousand sessions in a few events', async () => {
    const sessionIds = await createMany(1_000)
    const viewer = new RecordingViewer('another window')
    await app.call('overview.watch', {}, viewer)
    const { sessions } = await organise({ sessionIds, archived: true })
    expect(sessions).toHaveLength(1_000)
    const events = viewer.of('sessions.changed').filter((event) => event.sessions.length > 1)
    expect(events.flatMap((event) => event.sessions.map(({ id }) => id))).toEqual(sessionIds)
    expect(events.length).toBeLessThanOrEqual(2)

    const deleted = await app.call('sessions.deleteMany', { sessionIds })
    expect(deleted.sessionIds).toEqual(sessionIds)
    expect(viewer.of('sessions.deleted')).toEqual([{ event: 'sessions.deleted', sessionIds }])
  })

  it('says the folders and every pinned session in the overview, and no archived one', async () => {
    const { folder } = await app.call('folders.create', { name: 'Work' })
    const pinned = await create()
    await organise({ sessionIds: [pinned], pinned: true, folderId: folder.id })
    await createMany(100)
    const archived = await create()
    await organise({ sessionIds: [archived], archived: true })
    const { folders, sessions } = await app.call('overview.watch', {})
    expect(folders).toEqual([folder])
    expect(sessions).toHaveLength(101)
    expect(sessions.at(-1)).toMatchObject({ id: pinned, pinned: true, folderId: folder.id })
    expect(sessions.map(({ id }) => id)).not.toContain(archived)
  })

  it('takes a folder away and brings it back with its sessions, before everybody’s eyes', async () => {
    const { folder } = await app.call('folders.create', { name: 'Work' })
    expect(app.viewer.of('folder.changed')).toEqual([{ event: 'folder.changed', folder }])
    await organise({ sessionIds: [sessionId], folderId: folder.id })
    await app.call('folders.delete', { folderId: folder.id })
    expect(app.viewer.of('folder.deleted')).toHaveLength(1)
    expect(app.viewer.of('sessions.changed').at(-1)?.sessions).toMatchObject([
      { id: sessionId, folderId: null },
    ])
    expect(await app.call('folders.list', {})).toEqual({ folders: [] })
    await expect(organise({ sessionIds: [sessionId], folderId: folder.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await app.call('folders.restore', { folderId: folder.id })
    const { session } = await app.call('sessions.get', { sessionId })
    expect(session.folderId).toBe(folder.id)
  })

  it('answers a rename of an old version with what is there now, over the wire too', async () => {
    const { secret } = await app.controller.access.createToken('test', 'owner')
    const http = await openHttpDoor(app.address, secret)
    const { session } = await http.call('sessions.rename', {
      sessionId,
      title: 'Theirs',
      version: 1,
    })
    await expect(
      http.call('sessions.rename', { sessionId, title: 'Mine', version: 1 }),
    ).rejects.toMatchObject({ code: 'conflict', current: session })
    const { folder } = await http.call('folders.create', { name: 'Work' })
    const renamed = await http.call('folders.rename', { folderId: folder.id, name: 'Play' })
    await expect(
      http.call('folders.rename', { folderId: folder.id, name: 'Art', version: 1 }),
    ).rejects.toMatchObject({ code: 'conflict', current: renamed.folder })
    expect(
      await http.call('sessions.list', { botId, folderId: null, archived: false }),
    ).toMatchObject({
      sessions: [{ id: sessionId }],
    })
  })

  it('renames a tag on every session, those of a long list too', async () => {
    const sessionIds = await createMany(600)
    await organise({ sessionIds, addTags: ['old'] })
    expect(await app.call('tags.rename', { tag: 'old', to: 'new' })).toEqual({ count: 600 })
    expect(await app.call('tags.list', {})).toEqual({ tags: [{ tag: 'new', count: 600 }] })
    expect(await app.call('tags.rename', { tag: 'new', to: 'new' })).toEqual({ count: 0 })
    expect(await app.call('tags.remove', { tag: 'new' })).toEqual({ count: 600 })
    expect(await app.call('tags.list', {})).toEqual({ tags: [] })
  })

  it('stops the replies of many that are deleted, and keeps what was said', async () => {
    const other = await create()
    engine.script = () => [{ say: 'Half a rep' }, 'hold']
    const sessionIds = [sessionId, other]
    for (const id of sessionIds) {
      await app.call('sessions.watch', { sessionId: id })
      await app.call('messages.send', {
        ...{ sessionId: id, text: 'Hi' },
        clientMessageId: clientMessageId(),
      })
      await app.viewer.waitFor('turn.extended', (event) => event.sessionId === id)
    }
    await app.call('sessions.deleteMany', { sessionIds })
    expect(engine.aborts).toBe(2)
    const { sessions } = await app.call('sessions.restoreMany', { sessionIds })
    expect(sessions.map(({ id }) => id)).toEqual(sessionIds)
    for (const id of sessionIds) {
      const { messages } = await app.call('messages.list', { sessionId: id })
      expect(messages.at(-1)).toMatchObject({ text: 'Half a rep', status: 'stopped' })
    }
  })

  it('goes on with what waited in a session that comes back', async () => {
    engine.script = () => [{ say: 'Half a rep' }, 'hold']
    const send = (text: string) =>
      app.call('messages.send', { sessionId, clientMessageId: clientMessageId(), text })
    await send('first')
    await app.viewer.waitFor('turn.extended')
    const { turnId, queued } = await send('second')
    expect(queued).toBe(true)
    await app.call('sessions.deleteMany', { sessionIds: [sessionId] })
    engine.script = () => [{ say: 'Whole' }]
    await app.call('sessions.restoreMany', { sessionIds: [sessionId] })
    await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
  })
})
