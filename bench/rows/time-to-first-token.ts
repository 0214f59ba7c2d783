import { setTimeout as pause } from 'node:timers/promises'
import { askDirectly } from '../direct-client.ts'
import { startController, startFake } from '../processes.ts'
import { ask, launchBot, openSession, SocketClient } from '../socket-client.ts'
import type { Reply } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

const GOAL_P50_MS = 2
const GOAL_P99_MS = 10
/** Like a small model that is warm: 40 ms to the first token, then 100 tokens/s. */
const BLOCKS = 3
const REPLY_MS = 240
const PACE = ['--first-token-ms', '40', '--tokens-per-second', '100', '--reply-tokens', '20']

/** What the controller adds to the time until the first token, with so many streams at once. */
export async function timeToFirstToken(streams: number, rounds: number): Promise<Row> {
  const fake = await startFake(PACE)
  const controller = await startController(fake.url)
  const owner = await SocketClient.connect(controller.url, controller.secret)
  const botId = await launchBot(owner)
  const sessions = await Promise.all(
    Array.from({ length: streams }, () => openSession(controller.url, controller.secret, botId)),
  )

  const through: number[] = []
  const direct: number[] = []
  // In turn, so that a slow moment of the machine falls on both alike; the first block warms both up.
  for (let block = 0; block <= BLOCKS; block++) {
    const bare = await loop(
      sessions.map(() => () => askDirectly(fake.url)),
      rounds,
    )
    const ours = await loop(
      sessions.map((session) => () => ask(session)),
      rounds,
    )
    if (block === 0) continue
    direct.push(...bare)
    through.push(...ours)
  }
  for (const { client } of sessions) client.close()
  owner.close()
  await controller.stop()
  await fake.stop()

  const added = (share: number): number => percentile(through, share) - percentile(direct, share)
  const [p50, p99] = [added(0.5), added(0.99)]
  return {
    name: `added time to first token, WebSocket, ${String(streams)} at once`,
    measured: `+${p50.toFixed(2)} ms p50, +${p99.toFixed(2)} ms p99 (${String(through.length)} replies)`,
    reference: `${percentile(direct, 0.5).toFixed(1)} ms p50, ${percentile(direct, 0.99).toFixed(1)} ms p99`,
    goal: `p50 ≤ ${String(GOAL_P50_MS)} ms, p99 ≤ ${String(GOAL_P99_MS)} ms`,
    met: p50 <= GOAL_P50_MS && p99 <= GOAL_P99_MS,
  }
}

/** Every stream goes on at its own pace, each begun at another moment of a reply's length, as people are. */
async function loop(asks: readonly (() => Promise<Reply>)[], rounds: number): Promise<number[]> {
  const firstTokens = await Promise.all(
    asks.map(async (ask, index) => {
      await pause((REPLY_MS * index) / asks.length)
      const samples: number[] = []
      for (let round = 0; round < rounds; round++) samples.push((await ask()).firstTokenMs)
      return samples
    }),
  )
  return firstTokens.flat()
}
