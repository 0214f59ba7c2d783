import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EventHub } from '@main/core/events/event-hub'
import { PullService } from '@main/core/models/pull-service'
import type { PullLine } from '@main/core/models/model-host'
import { RecordingViewer } from '@test/support/recording-viewer'
import { ONLY_OWNER, OWNER } from '@test/support/first-person'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const LINE_MS = 60
const LINES = 50

/** Lines as fast as Ollama tells them. */
async function* talkative(): AsyncGenerator<PullLine> {
  for (let completed = 1; completed <= LINES; completed += 1) {
    await new Promise((resolve) => setTimeout(resolve, LINE_MS))
    yield { status: 'pulling', digest: 'sha256:1', total: LINES, completed }
  }
}

it('tells its viewers of a pull at most five times a second', async () => {
  const hub = new EventHub(ONLY_OWNER)
  const viewer = new RecordingViewer()
  hub.watchOverview(viewer, OWNER)
  const pulls = new PullService({
    host: { pull: talkative, freeBytes: () => Promise.resolve(null) },
    guard: { requireAllowedName: () => undefined },
    upstreams: { nameOf: () => null },
    hub,
    now: Date.now,
  })
  pulls.start('big')
  await vi.advanceTimersByTimeAsync(1_999)
  expect(viewer.of('pull.changed')).toHaveLength(10)
  await vi.advanceTimersByTimeAsync(LINES * LINE_MS)
  expect(viewer.of('pull.removed')).toEqual([{ event: 'pull.removed', name: 'big', done: true }])
  await pulls.close()
})
