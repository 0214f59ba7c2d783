import { askDirectly } from '../direct-client.ts'
import { processorTime } from '../processes.ts'
import { openSessions, withController } from '../setup.ts'
import { ask } from '../socket-client.ts'
import type { Row } from '../table.ts'

const INSTANT = ['--reply-tokens', '3']
const SIZES = [
  { sockets: 1, goal: null },
  { sockets: 10, goal: null },
  { sockets: 100, goal: 3_000 },
  { sockets: 1_000, goal: 2_500 },
] as const
const ROUNDS = 3
const ROUND_SECONDS = 2.5

type Asks = readonly (() => Promise<unknown>)[]

/** Messages answered and stored a second: every socket sends its next one when its reply has come. */
export async function closedLoop(): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) rows.push(await measure(size.sockets, size.goal))
  return rows
}

function measure(sockets: number, goal: number | null): Promise<Row> {
  return withController(INSTANT, {}, async (setup) => {
    const sessions = await openSessions(setup, sockets)
    const direct = sessions.map(() => () => askDirectly(setup.fake.url))
    const through = sessions.map((session) => () => ask(session))
    await rateOf(direct, 1)
    await rateOf(through, 2)
    // In turn, and the better one on either side: a noisy neighbour only ever slows things down.
    const bare: number[] = []
    const ours: number[] = []
    let processorMs = 0
    let answered = 0
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await rateOf(direct, 1))
      const before = processorTime(setup.controller.pid)
      const rate = await rateOf(through, ROUND_SECONDS)
      processorMs += processorTime(setup.controller.pid) - before
      answered += rate * ROUND_SECONDS
      ours.push(rate)
    }
    for (const { client } of sessions) client.close()
    const [rate, reference] = [Math.max(...ours), Math.max(...bare)]
    return {
      name: `closed loop, instant engine, ${sockets} sockets, every message stored`,
      measured: `${rate.toFixed(0)} messages/s (${ours.map((one) => one.toFixed(0)).join(', ')}), ${((processorMs * 1_000) / answered).toFixed(0)} µs of processor each`,
      reference: `bare engine ${reference.toFixed(0)} replies/s`,
      ratio: rate / reference,
      goal: goal === null ? '–' : `≥ ${goal} messages/s`,
      met: goal === null || rate >= goal,
    }
  })
}

async function rateOf(asks: Asks, seconds: number): Promise<number> {
  const startedAt = performance.now()
  const endAt = startedAt + seconds * 1_000
  let answered = 0
  await Promise.all(
    asks.map(async (once) => {
      while (performance.now() < endAt) {
        await once()
        answered += 1
      }
    }),
  )
  return answered / ((performance.now() - startedAt) / 1_000)
}
