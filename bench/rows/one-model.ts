import { withOwnFake } from '../setup.ts'
import { ask, launchBot, openSession } from '../socket-client.ts'
import { median } from '../statistics.ts'
import type { Row } from '../table.ts'

/** What they want differs in all that a model is loaded with, and in how long it stays. */
const WISHES = [
  {},
  { contextLength: 2_048, keepAliveS: 60 },
  { contextLength: 4_096, temperature: 0.1 },
  { contextLength: 6_144, keepAliveS: 7_200 },
  { contextLength: 8_000, topK: 5 },
]
const SESSIONS_EACH = 4
const TURNS = 10
const LOAD_MS = 500

/** Five bots with different wishes on one model: how often it is loaded while all of them are talked to, and named. */
export function oneModel(): Promise<Row> {
  const engine = { loadMs: LOAD_MS, firstTokenMs: 5, reply: () => ['word', ' word'] }
  return withOwnFake(engine, {}, async ({ fake, controller, owner }) => {
    const bots: string[] = []
    for (const { temperature, ...options } of WISHES.map((wish) => ({ temperature: 0.7, ...wish })))
      bots.push(await launchBot(owner, options, temperature))
    const sessions = await Promise.all(
      bots.flatMap((botId) =>
        Array.from({ length: SESSIONS_EACH }, () =>
          openSession(controller.url, controller.secret, botId),
        ),
      ),
    )
    const before = fake.loads.length
    const firstTokens = await Promise.all(
      sessions.map(async (session) => {
        const times: number[] = []
        for (let turn = 0; turn < TURNS; turn++) times.push((await ask(session)).firstTokenMs)
        return times
      }),
    )
    const reloads = fake.loads.length - before
    for (const { client } of sessions) client.close()
    const turns = sessions.length * TURNS
    return {
      name: `one model, ${WISHES.length} bots with different wishes, ${turns} turns and titles, ${sessions.length} at a time`,
      measured: `${reloads} reloads, first token ${median(firstTokens.flat()).toFixed(0)} ms p50`,
      reference: `one load takes ${LOAD_MS} ms`,
      ratio: null,
      goal: '0 reloads',
      met: reloads === 0,
    }
  })
}
