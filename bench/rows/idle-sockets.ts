import { setTimeout as pause } from 'node:timers/promises'
import { residentMemory, startBareServer } from '../processes.ts'
import { withController } from '../setup.ts'
import { ask, openSession } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'
import { connectViewers } from '../viewer-socket.ts'

const SOCKETS = 10_000
const GOAL_KB = 20
const GOAL_ANSWER_MS = 10
const SETTLE_MS = 2_000
const MESSAGES = 100

/** What a signed-in socket costs that does nothing, and how fast a message is answered among ten thousand of them. */
export async function idleSockets(): Promise<Row> {
  const bareKb = await measureBare()
  return withController(['--reply-tokens', '3'], { monitored: true }, async (setup) => {
    const { controller, botId } = setup
    const talking = await openSession(controller.url, controller.secret, botId)
    for (let message = 0; message < MESSAGES; message++) await ask(talking)
    const before = await controller.memory()
    const viewers = await connectViewers(controller.url, controller.secret, SOCKETS)
    await pause(SETTLE_MS)
    const after = await controller.memory()
    const kb = (after.resident - before.resident) / SOCKETS / 1_024
    const answers: number[] = []
    for (let message = 0; message < MESSAGES; message++)
      answers.push((await ask(talking)).firstTokenMs)
    for (const viewer of viewers) viewer.close()
    talking.client.close()
    const p99 = percentile(answers, 0.99)
    return {
      name: '10,000 idle sockets',
      measured: `${kb.toFixed(1)} KB each; a message answers in ${percentile(answers, 0.5).toFixed(1)} ms p50, ${p99.toFixed(1)} ms p99`,
      reference: `bare ws server ${bareKb.toFixed(1)} KB each`,
      ratio: kb / bareKb,
      goal: `≤ ${GOAL_KB} KB each, answers ≤ ${GOAL_ANSWER_MS} ms`,
      met: kb <= GOAL_KB && p99 <= GOAL_ANSWER_MS,
    }
  })
}

async function measureBare(): Promise<number> {
  const server = await startBareServer([])
  const warm = await connectViewers(server.url, null, 100)
  await pause(SETTLE_MS)
  const before = residentMemory(server.pid)
  const viewers = await connectViewers(server.url, null, SOCKETS)
  await pause(SETTLE_MS)
  const after = residentMemory(server.pid)
  for (const viewer of [...warm, ...viewers]) viewer.close()
  await server.stop()
  return (after - before) / SOCKETS / 1_024
}
