import { expect, it } from 'vitest'
import { EventHub } from '@main/core/events/event-hub'
import { newId } from '@shared/model/new-id'
import { RecordingViewer } from '@test/support/recording-viewer'

const sessionId = newId(1)
const extended = {
  event: 'turn.extended',
  sessionId,
  turnId: newId(2),
  offset: 0,
  text: 'Hi',
} as const

it('sends the events of a session to those who watch it, and to nobody else', () => {
  const hub = new EventHub()
  const [watching, other, gone] = [
    new RecordingViewer(),
    new RecordingViewer(),
    new RecordingViewer(),
  ]
  hub.watchSession(sessionId, watching)
  hub.watchSession(newId(3), other)
  hub.watchOverview(other, 'owner')
  hub.watchSession(sessionId, gone)
  hub.leave(gone)
  hub.publishSession(extended)
  expect([watching.events, other.events, gone.events]).toEqual([[extended], [], []])
})

it('encodes an event once, however many watch', () => {
  const hub = new EventHub()
  const buffers: Buffer[] = []
  for (let n = 0; n < 1000; n++) {
    hub.watchSession(sessionId, {
      id: String(n),
      send: (_event, encoded) => buffers.push(encoded.json()),
    })
  }
  hub.publishSession(extended)
  expect(buffers).toHaveLength(1000)
  expect(new Set(buffers).size).toBe(1)
})

it('stops sending once a viewer does not watch any more', () => {
  const hub = new EventHub()
  const viewer = new RecordingViewer()
  hub.watchSession(sessionId, viewer)
  hub.unwatchSession(sessionId, viewer)
  hub.publishSession(extended)
  expect(viewer.events).toEqual([])
})
