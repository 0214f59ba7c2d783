import { startBareServer } from '../processes.ts'
import { openSessions, withController } from '../setup.ts'
import { nextClientMessageId } from '../socket-client.ts'
import type { OpenSession } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'
import { ViewerSocket } from '../viewer-socket.ts'

const VIEWERS = 1_000
const SESSIONS = 10
/** A hundred turns: two hundred messages, each reply of some sixty words. */
const TURNS = 100
const REPLY = ['--reply-tokens', '60']
const ROUNDS = 3
const GOAL_MS = 2_000

/** Everybody comes back at once, as after a restart: connects, signs in and catches up with 200 messages. */
export function reconnectStorm(): Promise<Row> {
  return withController(REPLY, {}, async (setup) => {
    const sessions = await openSessions(setup, SESSIONS)
    await Promise.all(sessions.map(fill))
    for (const { client } of sessions) client.close()
    const { url, secret } = setup.controller

    const [probe] = await storm(url, secret, [
      ['sessions.watch', { sessionId: sessions[0]?.sessionId, afterSeq: 0 }],
    ])
    const bytes = probe?.bytes ?? 0
    const bare = await startBareServer(['--page-bytes', String(bytes)])
    const ours: number[] = []
    const reference: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      reference.push(
        slowest(
          await storm(
            bare.url,
            null,
            asks(() => ['page', { room: 0 }] as const),
          ),
        ),
      )
      const told = await storm(
        url,
        secret,
        asks((viewer) => {
          const { sessionId } = sessions[viewer % SESSIONS] ?? {}
          return ['sessions.watch', { sessionId, afterSeq: 0 }] as const
        }),
      )
      if (told.some((one) => one.messages !== TURNS * 2)) throw new Error('Somebody missed some.')
      ours.push(slowest(told))
    }
    await bare.stop()
    const [ms, bareMs] = [percentile(ours, 0.5), percentile(reference, 0.5)]
    return {
      name: 'reconnect storm: 1,000 viewers at once, each 200 messages behind',
      measured: `all caught up after ${ms.toFixed(0)} ms (median of ${ROUNDS}; ${(bytes / 1_024).toFixed(0)} KB each)`,
      reference: `bare ws server, as many bytes: ${bareMs.toFixed(0)} ms`,
      ratio: ms / bareMs,
      goal: `≤ ${GOAL_MS} ms`,
      met: ms <= GOAL_MS,
    }
  })
}

type Ask = readonly [command: string, input: unknown]
interface CaughtUp {
  readonly atMs: number
  readonly bytes: number
  readonly messages: number
}

function asks(toAsk: (viewer: number) => Ask): readonly Ask[] {
  return Array.from({ length: VIEWERS }, (_, viewer) => toAsk(viewer))
}

/** All connect in the same moment; each asks as soon as it may. */
async function storm(
  url: string,
  secret: string | null,
  wanted: readonly Ask[],
): Promise<readonly CaughtUp[]> {
  const startedAt = performance.now()
  return Promise.all(
    wanted.map(async ([command, input]) => {
      const viewer = await ViewerSocket.connect(url, secret)
      const frame = await firstLong(viewer, command, input)
      const atMs = performance.now() - startedAt
      viewer.close()
      return { atMs, bytes: frame.length, messages: frame.split('"createdAt":').length - 2 }
    }),
  )
}

/** The one long frame among what comes: the answer. It is counted, not parsed, so that the reader is not measured. */
function firstLong(viewer: ViewerSocket, command: string, input: unknown): Promise<string> {
  return new Promise((resolve) => {
    viewer.onFrame = (text) => {
      if (!text.startsWith('{"hello"')) resolve(text)
    }
    viewer.send({ id: 1, command, input })
  })
}

function slowest(told: readonly CaughtUp[]): number {
  return Math.max(...told.map(({ atMs }) => atMs))
}

async function fill({ client, sessionId }: OpenSession): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    const ended = new Promise<void>((resolve) => {
      client.onEvent = (frame) => {
        if (frame.event === 'turn.ended') resolve()
      }
    })
    const text = 'A question of a usual length, as somebody would ask it.'
    await client.call('messages.send', { sessionId, clientMessageId: nextClientMessageId(), text })
    await ended
  }
}
