import { join } from 'node:path'
import Database from 'better-sqlite3'
import { idOf, LONGEST } from '../big-file/conversations.ts'
import { createRandom, whole } from '../big-file/random.ts'
import { withController } from '../setup.ts'
import type { SocketClient } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'

const PAGE = 50
const SAMPLES = 300
const SESSIONS = 10_000
const GOAL_NEWEST_MS = 2
const GOAL_MIDDLE_MS = 5

/** A page of one session among a million messages, from the frame that asks to the parsed answer. */
export function pages(dataDirectory: string): Promise<readonly Row[]> {
  return withController([], { dataDirectory }, async ({ owner }) => {
    const random = createRandom(3)
    const newest = Array.from({ length: SAMPLES }, () => ({
      sessionId: idOf('session', whole(random, 1, SESSIONS)),
      limit: PAGE,
    }))
    const middle = Array.from({ length: SAMPLES }, () => ({
      sessionId: idOf('session', 1),
      before: whole(random, LONGEST / 4, (LONGEST * 3) / 4),
      limit: PAGE,
    }))
    const bare = openBare(dataDirectory)
    await time(owner, newest.slice(0, 20))
    const rows = [
      toRow('newest page of a session', GOAL_NEWEST_MS, await time(owner, newest), bare(newest)),
      toRow(
        'page in the middle of 50,000 messages',
        GOAL_MIDDLE_MS,
        await time(owner, middle),
        bare(middle),
      ),
    ]
    return rows
  })
}

interface PageInput {
  readonly sessionId: string
  readonly before?: number
  readonly limit: number
}

async function time(owner: SocketClient, inputs: readonly PageInput[]): Promise<readonly number[]> {
  const samples: number[] = []
  for (const input of inputs) {
    const startedAt = performance.now()
    const { messages } = (await owner.call('messages.list', input)) as { messages: unknown[] }
    samples.push(performance.now() - startedAt)
    if (messages.length !== PAGE) throw new Error(`A page has ${messages.length} messages.`)
  }
  return samples
}

/** The same rows read by a program that has the file open, without a server in between. */
function openBare(dataDirectory: string): (inputs: readonly PageInput[]) => readonly number[] {
  const db = new Database(join(dataDirectory, 'port8000.db'), { readonly: true })
  const select = db.prepare<[string, number, number]>(
    'SELECT * FROM messages WHERE session_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  )
  return (inputs) =>
    inputs.map(({ sessionId, before = Number.MAX_SAFE_INTEGER, limit }) => {
      const startedAt = performance.now()
      select.all(sessionId, before, limit)
      return performance.now() - startedAt
    })
}

function toRow(
  what: string,
  goalMs: number,
  samples: readonly number[],
  bare: readonly number[],
): Row {
  const [p50, p95] = [percentile(samples, 0.5), percentile(samples, 0.95)]
  const bareP50 = percentile(bare, 0.5)
  return {
    name: `${what}, among 1,000,000`,
    measured: `${p50.toFixed(2)} ms p50, ${p95.toFixed(2)} ms p95 (${samples.length} pages of ${PAGE})`,
    reference: `bare SQLite ${bareP50.toFixed(2)} ms p50, ${percentile(bare, 0.95).toFixed(2)} ms p95`,
    ratio: p50 / bareP50,
    goal: `≤ ${goalMs} ms`,
    met: p95 <= goalMs,
  }
}
