import { afterEach, describe, expect, it } from 'vitest'
import type { Pull } from '@shared/model/model'
import { EventHub } from '@main/core/events/event-hub'
import { PullService } from '@main/core/models/pull-service'
import { OllamaModels } from '@main/engines/ollama/ollama-models'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama, FakeOllamaOptions, FakeVersion } from '@test/support/fake-ollama/options'
import { recordingLog } from '@test/support/recording-log'
import { RecordingViewer } from '@test/support/recording-viewer'
import { startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { ONLY_OWNER, OWNER } from '@test/support/first-person'

const VERSIONS: readonly FakeVersion[] = ['0.24.0', '0.32.15']
const SIZE = 1_000_000_000
const BIG = { name: 'big', size: SIZE }

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function start(
  version: FakeVersion,
  options: FakeOllamaOptions = {},
): Promise<{ fake: FakeOllama; app: TestApp }> {
  const fake = await startFakeOllama({ version, registry: [BIG], pullMs: 400, ...options })
  closers.push(() => fake.close())
  const app = await startTestApp({ ollamaUrl: fake.url })
  closers.push(() => app.close())
  await app.call('overview.watch', {})
  return { fake, app }
}

const pullsOf = (viewer: RecordingViewer): readonly Pull[] =>
  viewer.of('pull.changed').map(({ pull }) => pull)
const ended = (app: TestApp, state: Pull['state'], name = 'big') =>
  app.viewer.waitFor('pull.changed', ({ pull }) => pull.name === name && pull.state === state)
const progressed = (app: TestApp) =>
  app.viewer.waitFor('pull.changed', ({ pull }) => pull.completed > SIZE / 10)

function expectForwards(pulls: readonly Pull[]): void {
  pulls.slice(1).forEach((pull, index) => {
    expect(pull.fraction).toBeGreaterThanOrEqual(pulls[index]?.fraction ?? 0)
    expect(pull.completed).toBeGreaterThanOrEqual(pulls[index]?.completed ?? 0)
  })
}

describe.each(VERSIONS)('pulling a model, with Ollama %s', (version) => {
  it('tells how far it is, and ends with the model in the list', async () => {
    const { app } = await start(version)
    const { pull, joined } = await app.call('models.pull', { name: 'big' })
    expect({ state: pull.state, joined }).toEqual({ state: 'running', joined: false })
    await app.viewer.waitFor('pull.removed', ({ name, done }) => name === 'big' && done)
    const pulls = pullsOf(app.viewer)
    expectForwards(pulls)
    expect(Math.max(...pulls.map(({ total }) => total))).toBeGreaterThanOrEqual(SIZE)
    expect((await app.call('models.pulls', {})).pulls).toEqual([])
    const { models } = await app.call('models.list', {})
    expect(models.map(({ name }) => name)).toContain('big:latest')
    await app.viewer.waitFor('models.changed')
  })

  it('is one job, however many ask for it and watch it', async () => {
    const { fake, app } = await start(version)
    const second = new RecordingViewer('second')
    await app.call('models.pull', { name: 'big' })
    await progressed(app)
    const overview = await app.call('overview.watch', {}, second)
    expect(overview.pulls.map(({ name, state }) => ({ name, state }))).toEqual([
      { name: 'big', state: 'running' },
    ])
    const { joined } = await app.call('models.pull', { name: 'BIG:latest' }, second)
    expect(joined).toBe(true)
    await Promise.all(
      [app.viewer, second].map((viewer) => viewer.waitFor('pull.removed', ({ done }) => done)),
    )
    expect(fake.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(1)
    expectForwards(pullsOf(second))
  })

  it('closes the connection at once when it is cancelled, and goes on from there', async () => {
    const { fake, app } = await start(version, { pullMs: 3_000 })
    await app.call('models.pull', { name: 'big' })
    await progressed(app)
    await app.call('models.cancelPull', { name: 'big' })
    await fake.waitFor(() => fake.pullsClosedByClient === 1)
    const cancelled = (await ended(app, 'cancelled')).pull
    expect(cancelled.completed).toBeGreaterThan(0)
    expect((await app.call('models.pulls', {})).pulls).toMatchObject([{ state: 'cancelled' }])

    const { pull } = await app.call('models.pull', { name: 'big' })
    expect(pull.completed).toBe(cancelled.completed)
    await app.viewer.waitFor('pull.removed', ({ done }) => done)
    expectForwards(pullsOf(app.viewer))
  })

  it('takes an ended pull off the list', async () => {
    const { app } = await start(version)
    await app.call('models.pull', { name: 'nothere' })
    await ended(app, 'failed', 'nothere')
    await app.call('models.cancelPull', { name: 'nothere' })
    await app.viewer.waitFor('pull.removed', ({ name, done }) => name === 'nothere' && !done)
    await expect(app.call('models.cancelPull', { name: 'nothere' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('keeps its place when a file is fetched again from its beginning', async () => {
    const { fake, app } = await start(version)
    fake.setPullFault({ kind: 'restart', afterSteps: 10 })
    await app.call('models.pull', { name: 'big' })
    await app.viewer.waitFor('pull.removed', ({ done }) => done)
    expectForwards(pullsOf(app.viewer))
  })

  it('tells every large file of a model', async () => {
    const { app } = await start(version, {
      registry: [{ ...BIG, layers: [600_000_000, 400_000_000] }],
      pullMs: 2_000,
    })
    await app.call('models.pull', { name: 'big' })
    const { pull } = await app.viewer.waitFor(
      'pull.changed',
      ({ pull: { layers } }) => layers.length > 1,
    )
    expect(pull.layers.slice(0, 2).map(({ total }) => total)).toEqual([600_000_000, 400_000_000])
    await app.viewer.waitFor('pull.removed', ({ done }) => done)
    expectForwards(pullsOf(app.viewer))
  })

  it.each([
    ['nothere', 'engine_unavailable', 'network'],
    ['registry.test:5000/library/nothere', 'model_not_found', 'spelling'],
  ])('says what is wrong with %s', async (name, code, word) => {
    const { app } = await start(version)
    await app.call('models.pull', { name })
    const { pull } = await ended(app, 'failed', name)
    expect(pull.error).toMatchObject({ code, message: expect.stringContaining(word) as string })
    expect(pull.error?.message).not.toMatch(/https?:|\d+\.\d+\.\d+\.\d+/)
  })

  it.each([
    ['write /var/lib/ollama/models/blobs/sha256-1: no space left on device', 'conflict', 'full'],
    [
      'pull model manifest: 412: \n\nThe model you are pulling requires a newer version of Ollama.',
      'conflict',
      'newer',
    ],
    ['something nobody has seen before', 'engine_unavailable', 'log'],
  ])('tells the failure "%s" without its paths', async (message, code, word) => {
    const { fake, app } = await start(version)
    fake.setPullFault({ kind: 'error', message })
    await app.call('models.pull', { name: 'big' })
    const { pull } = await ended(app, 'failed')
    expect(pull.error).toMatchObject({ code, message: expect.stringContaining(word) as string })
    expect(pull.error?.message).not.toContain('/var/')
  })

  it('says that Ollama went away in the middle', async () => {
    const { fake, app } = await start(version)
    fake.setPullFault({ kind: 'cut', afterSteps: 3 })
    await app.call('models.pull', { name: 'big' })
    const { pull } = await ended(app, 'failed')
    expect(pull.error).toMatchObject({
      code: 'engine_unavailable',
      message: expect.stringContaining('stopped in the middle') as string,
    })
  })

  it('says that Ollama is not there', async () => {
    const { fake, app } = await start(version)
    await fake.kill()
    await app.call('models.pull', { name: 'big' })
    expect((await ended(app, 'failed')).pull.error?.message).toContain('Start Ollama')
    await fake.restart()
  })

  it('notices that nothing comes any more, and goes on when something does', async () => {
    const { fake, viewer, pulls } = await startService(version, { stallAfterMs: 200 })
    fake.setPullFault({ kind: 'stall', ms: 700, afterSteps: 5 })
    pulls.start('big')
    const { pull } = await viewer.waitFor(
      'pull.changed',
      (event) => event.pull.stalledSince !== null,
    )
    expect(pull).toMatchObject({ state: 'running', phase: 'downloading' })
    const failed = await viewer.waitFor('pull.changed', (event) => event.pull.state === 'failed')
    expect(failed.pull).toMatchObject({ stalledSince: null, error: { code: 'engine_unavailable' } })
    fake.setPullFault(null)
    pulls.start('big')
    await viewer.waitFor('pull.removed', ({ done }) => done)
    expectForwards(pullsOf(viewer))
  })

  it('stops before the disk is full, where it knows the disk', async () => {
    const { fake, viewer, pulls } = await startService(version, { freeBytes: SIZE / 2 })
    pulls.start('big')
    const { pull } = await viewer.waitFor('pull.changed', (event) => event.pull.state === 'failed')
    expect(pull.error?.message).toMatch(/0\.9 GB are still to come, and 0\.5 GB are free/)
    await fake.waitFor(() => fake.pullsClosedByClient === 1)
  })
})

async function startService(
  version: FakeVersion,
  { stallAfterMs, freeBytes = null }: { stallAfterMs?: number; freeBytes?: number | null },
) {
  const fake = await startFakeOllama({ version, registry: [BIG], pullMs: 400 })
  closers.push(() => fake.close())
  const ollama = new OllamaModels({ host: () => fake.url, log: recordingLog().log })
  const hub = new EventHub(ONLY_OWNER)
  const viewer = new RecordingViewer()
  hub.watchOverview(viewer, OWNER)
  const pulls = new PullService({
    host: {
      pull: (name, signal) => ollama.pull(name, signal),
      freeBytes: () => Promise.resolve(freeBytes),
    },
    guard: { requireAllowedName: () => undefined },
    upstreams: { nameOf: () => null },
    hub,
    now: Date.now,
    ...(stallAfterMs !== undefined && { stallAfterMs }),
  })
  closers.push(() => pulls.close())
  return { fake, viewer, pulls }
}

describe('asking for a pull', () => {
  it.each([
    'bad name!!',
    '',
    'http://10.0.0.1/library/x',
    '../x',
    '127.0.0.1:9/library/x',
    'localhost/x/y',
  ])('refuses the name %j before anything is sent', async (name) => {
    const { fake, app } = await start('0.32.15')
    await expect(app.call('models.pull', { name })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(fake.requests.filter(({ path }) => path === '/api/pull')).toEqual([])
  })
})
