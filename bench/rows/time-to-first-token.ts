import { setTimeout as pause } from 'node:timers/promises'
import { askDirectly } from '../direct-client.ts'
import { askByHttp } from '../http-client.ts'
import { openSessions, withController } from '../setup.ts'
import { ask } from '../socket-client.ts'
import type { Reply } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

/** Like a small model that is warm: 40 ms to the first token, then 100 tokens/s. */
const BLOCKS = 3
const FIRST_TOKEN_MS = 40
const TOKENS_PER_SECOND = 100

export interface Streams {
  readonly streams: number
  readonly rounds: number
  readonly replyTokens: number
  /** Infinity where none is set. */
  readonly goalP50: number
  readonly goalP99: number
}

/** What the controller adds to the time until the first token, over either door, with so many streams at once. */
export function timeToFirstToken(wanted: Streams): Promise<readonly Row[]> {
  const { streams, rounds, replyTokens } = wanted
  const flags = ['--first-token-ms', String(FIRST_TOKEN_MS)]
  flags.push('--tokens-per-second', String(TOKENS_PER_SECOND), '--reply-tokens', `${replyTokens}`)
  const replyMs = FIRST_TOKEN_MS + (replyTokens * 1_000) / TOKENS_PER_SECOND

  return withController(flags, {}, async (setup) => {
    const { fake, controller } = setup
    const sessions = await openSessions(setup, streams)
    const ways = {
      direct: sessions.map(() => () => askDirectly(fake.url)),
      socket: sessions.map((session) => () => ask(session)),
      http: sessions.map(
        ({ sessionId }) =>
          () =>
            askByHttp(controller.url, controller.secret, sessionId),
      ),
    }
    const samples = { direct: [] as number[], socket: [] as number[], http: [] as number[] }
    // In turn, so that a slow moment of the machine falls on all alike; the first block warms them up.
    for (let block = 0; block <= BLOCKS; block++) {
      for (const way of ['direct', 'socket', 'http'] as const) {
        const firstTokens = await loop(ways[way], rounds, replyMs)
        if (block > 0) samples[way].push(...firstTokens)
      }
    }
    for (const { client } of sessions) client.close()
    return [
      toRow(wanted, 'WebSocket', samples.socket, samples.direct),
      toRow(wanted, 'HTTP', samples.http, samples.direct),
    ]
  })
}

function toRow(
  { streams, goalP50, goalP99 }: Streams,
  door: string,
  through: readonly number[],
  direct: readonly number[],
): Row {
  const added = (share: number): number => percentile(through, share) - percentile(direct, share)
  const [p50, p99] = [added(0.5), added(0.99)]
  const goals = [
    ...(goalP50 < Infinity ? [`p50 ≤ ${goalP50} ms`] : []),
    ...(goalP99 < Infinity ? [`p99 ≤ ${goalP99} ms`] : []),
  ]
  return {
    name: `added time to first token, ${door}, ${streams} at once`,
    measured: `+${p50.toFixed(2)} ms p50, +${p99.toFixed(2)} ms p99 (${through.length} replies)`,
    reference: `bare engine ${percentile(direct, 0.5).toFixed(1)} ms p50, ${percentile(direct, 0.99).toFixed(1)} ms p99`,
    ratio: percentile(through, 0.5) / percentile(direct, 0.5),
    goal: goals.join(', '),
    met: p50 <= goalP50 && p99 <= goalP99,
  }
}

/** Every stream goes on at its own pace, each begun at another moment of a reply's length, as people are. */
async function loop(
  asks: readonly (() => Promise<Reply>)[],
  rounds: number,
  replyMs: number,
): Promise<number[]> {
  const firstTokens = await Promise.all(
    asks.map(async (ask, index) => {
      await pause((replyMs * index) / asks.length)
      const samples: number[] = []
      for (let round = 0; round < rounds; round++) samples.push((await ask()).firstTokenMs)
      return samples
    }),
  )
  return firstTokens.flat()
}
