import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FakeOllama } from '../../test/support/fake-ollama/options.ts'
import { BIG_BOT, idOf } from '../big-file/conversations.ts'
import { withOwnFake } from '../setup.ts'
import { nextClientMessageId } from '../socket-client.ts'
import type { SocketClient } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

const MESSAGES = 5_000
const SESSIONS = 20
const TURNS = 6
const GOAL_MS = 5

/**
 * What a session of 5,000 messages adds to the time between a message and the request at the engine: the prompt is all that is
 * longer. The engine is in this process, so both ends share a clock.
 */
export async function promptOfLongSession(): Promise<Row> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'port8000-bench-prompt-'))
  const builder = fileURLToPath(new URL('../big-file/build.ts', import.meta.url))
  const lengths = Array.from({ length: SESSIONS + 1 }, () => String(MESSAGES))
  execFileSync(process.execPath, [builder, dataDirectory, ...lengths])
  try {
    return await withOwnFake({ reply: () => ['word'] }, { dataDirectory }, async (bench) => {
      const { owner, fake, botId } = bench
      await owner.call('settings.update', { autoTitle: false })
      await owner.call('bots.launch', { botId: BIG_BOT })
      for (;;) {
        const { instance } = (await owner.call('bots.status', { botId: BIG_BOT })) as {
          instance: { state: string }
        }
        if (instance.state === 'ready') break
      }
      const short: number[] = []
      const cold: number[] = []
      const warm: number[] = []
      // The first ones warm up the code.
      await untilAsked(owner, fake, idOf('session', SESSIONS + 1))
      for (let session = 1; session <= SESSIONS; session++) {
        const empty = (await owner.call('sessions.create', { botId })) as {
          session: { id: string }
        }
        await untilAsked(owner, fake, empty.session.id)
        short.push(await untilAsked(owner, fake, empty.session.id))
        const sessionId = idOf('session', session)
        cold.push(await untilAsked(owner, fake, sessionId))
        for (let turn = 0; turn < TURNS; turn++) warm.push(await untilAsked(owner, fake, sessionId))
      }
      const usual = percentile(short, 0.5)
      const added = (samples: readonly number[], share: number) =>
        Math.max(0, percentile(samples, share) - usual)
      const [p50, p99, first] = [added(warm, 0.5), added(warm, 0.99), added(cold, 0.5)]
      return {
        name: 'prompt of a session of 5,000 messages, until the engine is asked',
        measured: `${p50.toFixed(1)} ms added p50, ${p99.toFixed(1)} ms p99; ${first.toFixed(1)} ms p50 where it was not talked to before`,
        reference: `a session just begun: ${usual.toFixed(1)} ms p50 in all`,
        ratio: null,
        goal: `≤ ${GOAL_MS} ms`,
        met: p50 <= GOAL_MS && first <= GOAL_MS,
      }
    })
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

/** Milliseconds from the frame with the message until the engine has its request; goes on once the reply is over. */
async function untilAsked(
  owner: SocketClient,
  fake: FakeOllama,
  sessionId: string,
): Promise<number> {
  await owner.call('sessions.watch', { sessionId })
  const ended = new Promise<void>((resolve) => {
    owner.onEvent = (frame) => {
      if (frame.event === 'turn.ended') resolve()
    }
  })
  const asked = chatsOf(fake)
  const clientMessageId = nextClientMessageId()
  const startedAt = performance.now()
  const sent = owner.call('messages.send', { sessionId, clientMessageId, text: 'Go on' })
  await fake.waitFor(() => chatsOf(fake) > asked)
  const ms = performance.now() - startedAt
  await Promise.all([sent, ended])
  await owner.call('sessions.unwatch', { sessionId })
  return ms
}

function chatsOf({ requests }: FakeOllama): number {
  return requests.filter(({ path }) => path === '/api/chat').length
}
