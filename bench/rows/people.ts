import { setTimeout as pause } from 'node:timers/promises'
import { askDirectly } from '../direct-client.ts'
import { openSessions, withController } from '../setup.ts'
import { ask } from '../socket-client.ts'
import type { Reply } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

const PEOPLE = 1_000
const INTERVAL_MS = 6_000
/** 40 ms to the first token, then the rest: 240 ms in all. */
const ENGINE = ['--first-token-ms', '40', '--tokens-per-second', '100', '--reply-tokens', '21']
const WARM_UP_ROUNDS = 1
const ROUNDS = 4
const BARE_ROUNDS = 2
const GOAL_P50_MS = 245
const GOAL_P95_MS = 260

/** A thousand people who write ten messages a minute each, at moments of their own. */
export function people(): Promise<Row> {
  return withController(ENGINE, {}, async (setup) => {
    const sessions = await openSessions(setup, PEOPLE)
    const through = sessions.map((session) => () => ask(session))
    const direct = sessions.map(() => () => askDirectly(setup.fake.url))
    await atTheirPace(through, WARM_UP_ROUNDS)
    const ours = await atTheirPace(through, ROUNDS)
    const bare = await atTheirPace(direct, BARE_ROUNDS)
    for (const { client } of sessions) client.close()
    const [p50, p95] = [percentile(ours.totals, 0.5), percentile(ours.totals, 0.95)]
    const bareP50 = percentile(bare.totals, 0.5)
    return {
      name: '1,000 people, 10 messages a minute each, engine 240 ms',
      measured: `${p50.toFixed(1)} ms p50, ${p95.toFixed(1)} ms p95, ${ours.errors} errors (${ours.totals.length} replies)`,
      reference: `bare engine ${bareP50.toFixed(1)} ms p50, ${percentile(bare.totals, 0.95).toFixed(1)} ms p95`,
      ratio: p50 / bareP50,
      goal: `p50 ≤ ${GOAL_P50_MS} ms, p95 ≤ ${GOAL_P95_MS} ms, 0 errors`,
      met: p50 <= GOAL_P50_MS && p95 <= GOAL_P95_MS && ours.errors === 0,
    }
  })
}

async function atTheirPace(
  asks: readonly (() => Promise<Reply>)[],
  rounds: number,
): Promise<{ readonly totals: readonly number[]; readonly errors: number }> {
  const totals: number[] = []
  let errors = 0
  await Promise.all(
    asks.map(async (ask, index) => {
      await pause((INTERVAL_MS * index) / asks.length)
      const startedAt = performance.now()
      for (let round = 1; round <= rounds; round++) {
        try {
          totals.push((await ask()).totalMs)
        } catch {
          errors += 1
        }
        await pause(Math.max(0, startedAt + round * INTERVAL_MS - performance.now()))
      }
    }),
  )
  return { totals, errors }
}
