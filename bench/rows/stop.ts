import { performance } from 'node:perf_hooks'
import { startFakeOllama } from '../../test/support/fake-ollama/fake-ollama.ts'
import { startController } from '../processes.ts'
import { launchBot, openSession, SocketClient } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

const GOAL_MS = 100

/** From pressing Stop until the engine sees its socket closed. The fake runs in this process, so both ends share a clock. */
export async function stopUntilClosed(rounds: number): Promise<Row> {
  const fake = await startFakeOllama({
    tokensPerSecond: 20,
    reply: () => Array.from({ length: 1_000 }, () => 'word '),
  })
  const controller = await startController(fake.url)
  const owner = await SocketClient.connect(controller.url, controller.secret)
  const botId = await launchBot(owner)
  const samples: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const { client, sessionId } = await openSession(controller.url, controller.secret, botId)
    const answering = new Promise<void>((resolve) => {
      client.onEvent = (frame) => {
        if (frame.event === 'turn.extended') resolve()
      }
    })
    await client.call('messages.send', {
      sessionId,
      clientMessageId: `bench-stop-${String(round).padStart(6, '0')}`,
      text: 'Go on',
    })
    await answering
    const startedAt = performance.now()
    await Promise.all([client.call('turns.stop', { sessionId }), fake.waitForClientClose(round)])
    samples.push(performance.now() - startedAt)
    client.close()
  }
  owner.close()
  await controller.stop()
  await fake.close()
  const p99 = percentile(samples, 0.99)
  return {
    name: 'Stop until the engine sees its socket closed',
    measured: `${percentile(samples, 0.5).toFixed(1)} ms p50, ${p99.toFixed(1)} ms p99 (${String(rounds)} stops)`,
    reference: '–',
    ratio: null,
    goal: `≤ ${String(GOAL_MS)} ms`,
    met: p99 <= GOAL_MS,
  }
}
