import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Overview } from '@shared/model/controller'
import { RecordingViewer, callerOf } from '@test/support/recording-viewer'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

let app: TestApp
let sessionId: string

beforeEach(async () => {
  app = await startTestApp({ engines: { ollama: new ScriptedEngine() } })
  ;({ sessionId } = await launchBot(app))
  const id = clientMessageId()
  const { turnId } = await app.call('messages.send', { sessionId, clientMessageId: id, text: 'hi' })
  await app.viewer.waitFor('turn.ended', (event) => event.turnId === turnId)
})
afterEach(() => app.close())

let guestId: string
const asGuest = (viewer: RecordingViewer) =>
  callerOf({ personId: guestId, role: 'owner', credential: null }, viewer)

describe('what somebody has read', () => {
  it('is read on all devices of that person, and nobody else is told', async () => {
    guestId = (await app.call('people.add', { name: 'Guest', role: 'viewer' })).person.id
    await app.call('sessions.share', { sessionId, sharing: { everyone: 'read', people: {} } })
    const [tablet, guest] = [new RecordingViewer('tablet'), new RecordingViewer('guest')]
    await app.call('overview.watch', {}, tablet)
    await app.controller.router.dispatch('overview.watch', {}, asGuest(guest))
    await app.call('sessions.markRead', { sessionId, seq: 2 })
    expect(tablet.of('session.read')).toEqual([
      { event: 'session.read', mark: { sessionId, seq: 2 } },
    ])
    expect(guest.of('session.read')).toEqual([])
    expect((await app.call('overview.watch', {}, tablet)).readMarks).toEqual([
      { sessionId, seq: 2 },
    ])
    const seen = await app.controller.router.dispatch('overview.watch', {}, asGuest(guest))
    expect((seen as Overview).readMarks).toEqual([])
  })

  it('never goes back, nor beyond what is there', async () => {
    await app.call('sessions.markRead', { sessionId, seq: 900 })
    await app.call('sessions.markRead', { sessionId, seq: 1 })
    expect((await app.call('sessions.list', {})).readMarks).toEqual([{ sessionId, seq: 2 }])
  })
})
