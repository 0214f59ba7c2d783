import { join } from 'node:path'
import Database from 'better-sqlite3'
import { idOf } from '../big-file/conversations.ts'
import { withController } from '../setup.ts'
import { median } from '../statistics.ts'
import type { Row } from '../table.ts'

const MANY = 1_000
const ROUNDS = 3
const GOAL_MS = 1_000

/** A thousand of ten thousand sessions, with a hundred thousand messages, put in the bin by one command. */
export function deleteMany(dataDirectory: string): Promise<Row> {
  return withController([], { dataDirectory, monitored: true }, async ({ owner, controller }) => {
    const ours: number[] = []
    await controller.loopDelay()
    for (let round = 0; round < ROUNDS; round++) {
      const startedAt = performance.now()
      const sessionIds = idsFrom(2_000 + round * MANY)
      const { sessionIds: deleted } = (await owner.call('sessions.deleteMany', { sessionIds })) as {
        sessionIds: readonly string[]
      }
      ours.push(performance.now() - startedAt)
      if (deleted.length !== MANY) throw new Error(`${deleted.length} were deleted.`)
    }
    const { max } = await controller.loopDelay()
    const bare = markDirectly(dataDirectory, idsFrom(2_000 + ROUNDS * MANY))
    const ms = median(ours)
    return {
      name: 'delete 1,000 of 10,000 sessions',
      measured: `${ms.toFixed(0)} ms, median of ${ROUNDS} (event loop late by ${max.toFixed(0)} ms at most)`,
      reference: `bare SQLite marks as many in ${bare.toFixed(0)} ms`,
      ratio: ms / bare,
      goal: `≤ ${GOAL_MS} ms`,
      met: ms <= GOAL_MS,
    }
  })
}

function idsFrom(first: number): readonly string[] {
  return Array.from({ length: MANY }, (_, index) => idOf('session', first + index))
}

function markDirectly(dataDirectory: string, sessionIds: readonly string[]): number {
  const db = new Database(join(dataDirectory, 'port8000.db'))
  const mark = db.prepare<[number, string]>('UPDATE sessions SET deleted_at = ? WHERE id = ?')
  const startedAt = performance.now()
  db.transaction(() => {
    for (const sessionId of sessionIds) mark.run(Date.now(), sessionId)
  })()
  const ms = performance.now() - startedAt
  db.close()
  return ms
}
