import { performance } from 'node:perf_hooks'
import type { FakeOllama } from '../../test/support/fake-ollama/options.ts'
import { withOwnFake } from '../setup.ts'
import { nextClientMessageId, openSession } from '../socket-client.ts'
import type { OpenSession } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

const GOAL_MS = 100
const WORDS = Array.from({ length: 1_000 }, () => 'word ')
/** Longer than the row takes. */
const NEVER_MS = 600_000

type Bench = Parameters<Parameters<typeof withOwnFake>[2]>[0]

interface Case {
  readonly name: string
  readonly prepare: (bench: Bench) => Promise<unknown>
  /** What a viewer hears once the reply is where it is to be stopped. */
  readonly isThere: (frame: { readonly event?: string; readonly [key: string]: unknown }) => boolean
  /** Where the engine never heard of it, its answer is all there is to wait for. */
  readonly reachesEngine: boolean
}

const CASES: readonly Case[] = [
  {
    name: 'while it streams',
    prepare: () => Promise.resolve(),
    isThere: ({ event }) => event === 'turn.extended',
    reachesEngine: true,
  },
  {
    name: 'while the model loads',
    prepare: ({ fake }) => {
      fake.unloadAll()
      fake.setFault({ kind: 'slow-load', ms: NEVER_MS })
      return Promise.resolve()
    },
    isThere: ({ event, phase }) => event === 'turn.phased' && phase === 'loading',
    reachesEngine: true,
  },
  {
    name: 'while it waits inside the engine',
    prepare: async (bench) => {
      await bench.owner.call('settings.update', { ollamaParallel: 2 })
      return occupy(bench)
    },
    isThere: ({ event }) => event === 'turn.started',
    reachesEngine: true,
  },
  {
    name: 'while it is queued',
    prepare: async (bench) => {
      await bench.owner.call('settings.update', { ollamaParallel: 1 })
      return occupy(bench)
    },
    isThere: ({ event, phase }) => event === 'turn.phased' && phase === 'queued',
    reachesEngine: false,
  },
]

/** From pressing Stop until the engine sees its socket closed, wherever the reply is. */
export async function stopUntilClosed(rounds: number): Promise<readonly Row[]> {
  const measured: Row[] = []
  for (const one of CASES) measured.push(await stopWhile(one, rounds))
  return measured
}

function stopWhile({ name, prepare, isThere, reachesEngine }: Case, rounds: number): Promise<Row> {
  const engine = { tokensPerSecond: 20, parallel: 1, reply: () => WORDS }
  return withOwnFake(engine, {}, async (bench) => {
    const { fake, controller, botId } = bench
    await prepare(bench)
    const samples: number[] = []
    for (let round = 1; round <= rounds; round++) {
      const session = await openSession(controller.url, controller.secret, botId)
      const asked = chatsOf(fake)
      const there = new Promise<void>((resolve) => {
        session.client.onEvent = (frame) => {
          if (isThere(frame)) resolve()
        }
      })
      await say(session)
      await there
      if (reachesEngine) await fake.waitFor(() => chatsOf(fake) > asked)
      const { sessionId } = session
      const before = fake.closedByClient
      const startedAt = performance.now()
      await Promise.all([
        session.client.call('turns.stop', { sessionId }),
        reachesEngine && fake.waitForClientClose(before + 1),
      ])
      samples.push(performance.now() - startedAt)
      if (!reachesEngine && chatsOf(fake) !== asked) throw new Error('The engine was asked.')
      session.client.close()
    }
    const p99 = percentile(samples, 0.99)
    return {
      name: reachesEngine
        ? `Stop ${name} until the engine sees its socket closed`
        : `Stop ${name} until it is gone; the engine is never asked`,
      measured: `${percentile(samples, 0.5).toFixed(1)} ms p50, ${p99.toFixed(1)} ms p99 (${rounds} stops)`,
      reference: '–',
      ratio: null,
      goal: `≤ ${GOAL_MS} ms`,
      met: p99 <= GOAL_MS,
    }
  })
}

/** Takes the only place of the engine, for good. */
async function occupy({ controller, botId, fake }: Bench): Promise<void> {
  fake.setFault({ kind: 'hang-before-header', requests: 1 })
  const asked = chatsOf(fake)
  await say(await openSession(controller.url, controller.secret, botId))
  await fake.waitFor(() => chatsOf(fake) > asked)
}

function say({ client, sessionId }: OpenSession): Promise<unknown> {
  const clientMessageId = nextClientMessageId()
  return client.call('messages.send', { sessionId, clientMessageId, text: 'Go on' })
}

function chatsOf({ requests }: FakeOllama): number {
  return requests.filter(({ path }) => path === '/api/chat').length
}
