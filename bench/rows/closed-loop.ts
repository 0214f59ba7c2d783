import { askDirectly } from '../direct-client.ts'
import { startController, startFake } from '../processes.ts'
import { ask, launchBot, openSession, SocketClient } from '../socket-client.ts'
import type { Row } from '../table.ts'

const GOAL_PER_SECOND = 2_000
const INSTANT = ['--reply-tokens', '3']

/** Messages answered and stored a second: every socket sends its next one when its reply has come. */
export async function closedLoop(sockets: number, seconds: number): Promise<Row> {
  const fake = await startFake(INSTANT)
  const controller = await startController(fake.url)
  const owner = await SocketClient.connect(controller.url, controller.secret)
  const botId = await launchBot(owner)
  const sessions = await Promise.all(
    Array.from({ length: sockets }, () => openSession(controller.url, controller.secret, botId)),
  )

  const direct = async (): Promise<unknown> => askDirectly(fake.url)
  // Warm up, then in turn; the better of two rounds each, as a noisy neighbour only ever slows things down.
  await rateOf(
    sessions.map(() => direct),
    1,
  )
  await rateOf(
    sessions.map((session) => () => ask(session)),
    2,
  )
  const bare: number[] = []
  const ours: number[] = []
  for (let round = 0; round < 2; round++) {
    bare.push(
      await rateOf(
        sessions.map(() => direct),
        seconds / 2,
      ),
    )
    ours.push(
      await rateOf(
        sessions.map((session) => () => ask(session)),
        seconds / 2,
      ),
    )
  }
  for (const { client } of sessions) client.close()
  owner.close()
  await controller.stop()
  await fake.stop()

  const [rate, reference] = [Math.max(...ours), Math.max(...bare)]
  return {
    name: `closed loop, instant engine, ${String(sockets)} sockets, every message stored`,
    measured: `${rate.toFixed(0)} messages/s (${(rate / reference).toFixed(2)} of bare)`,
    reference: `${reference.toFixed(0)} replies/s`,
    goal: `≥ ${String(GOAL_PER_SECOND)} messages/s`,
    met: rate >= GOAL_PER_SECOND,
  }
}

async function rateOf(
  loops: readonly (() => Promise<unknown>)[],
  seconds: number,
): Promise<number> {
  const startedAt = performance.now()
  const endAt = startedAt + seconds * 1_000
  let answered = 0
  await Promise.all(
    loops.map(async (once) => {
      while (performance.now() < endAt) {
        await once()
        answered += 1
      }
    }),
  )
  return answered / ((performance.now() - startedAt) / 1_000)
}
