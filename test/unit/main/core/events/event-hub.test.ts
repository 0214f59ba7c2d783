import { expect, it } from 'vitest'
import { EventHub } from '@main/core/events/event-hub'
import type { EncodedEvent } from '@main/core/events/viewer'
import { newId } from '@shared/model/new-id'
import { RecordingViewer } from '@test/support/recording-viewer'
import { ONLY_OWNER, OWNER, ownAccess } from '@test/support/first-person'

const sessionId = newId(1)
const extended = {
  event: 'turn.extended',
  sessionId,
  turnId: newId(2),
  offset: 0,
  text: 'Hi',
} as const

it('sends the events of a session to those who watch it, and to nobody else', () => {
  const hub = new EventHub(ONLY_OWNER)
  const [watching, other, gone] = [
    new RecordingViewer(),
    new RecordingViewer(),
    new RecordingViewer(),
  ]
  hub.watchSession(ownAccess(sessionId), watching, OWNER)
  hub.watchSession(ownAccess(newId(3)), other, OWNER)
  hub.watchOverview(other, OWNER)
  hub.watchSession(ownAccess(sessionId), gone, OWNER)
  hub.leave(gone)
  hub.publishSession(extended)
  expect([watching.events, other.events, gone.events]).toEqual([[extended], [], []])
})

it('encodes an event once, however many watch', () => {
  const hub = new EventHub(ONLY_OWNER)
  const buffers: Buffer[] = []
  for (let n = 0; n < 1000; n++) {
    const viewer = {
      id: String(n),
      send: (_event: unknown, encoded: EncodedEvent) => void buffers.push(encoded.json()),
    }
    hub.watchSession(ownAccess(sessionId), viewer, OWNER)
  }
  hub.publishSession(extended)
  expect(buffers).toHaveLength(1000)
  expect(new Set(buffers).size).toBe(1)
})

it('stops sending once a viewer does not watch any more', () => {
  const hub = new EventHub(ONLY_OWNER)
  const viewer = new RecordingViewer()
  hub.watchSession(ownAccess(sessionId), viewer, OWNER)
  hub.unwatchSession(sessionId, viewer)
  hub.publishSession(extended)
  expect(viewer.events).toEqual([])
})
