import { closedLoop } from './rows/closed-loop.ts'
import { deleteMany } from './rows/delete-many.ts'
import { fanOut } from './rows/fan-out.ts'
import { fairQueue } from './rows/fair-queue.ts'
import { idleSockets } from './rows/idle-sockets.ts'
import { longConversation } from './rows/page.ts'
import { pages } from './rows/pages.ts'
import { people } from './rows/people.ts'
import { reconnectStorm } from './rows/reconnect-storm.ts'
import { search } from './rows/search.ts'
import { soakController, soakPage } from './rows/soak.ts'
import { startAndIdle } from './rows/start-and-idle.ts'
import { oneModel } from './rows/one-model.ts'
import { promptOfLongSession } from './rows/prompt.ts'
import { serverKilled } from './rows/server-killed.ts'
import { stopUntilClosed } from './rows/stop.ts'
import { timeToFirstToken } from './rows/time-to-first-token.ts'
import { transfer } from './rows/transfer.ts'
import { windowStart } from './rows/window-start.ts'
import type { Row } from './table.ts'

/** Null where it cannot run on this machine. */
type Measured = Row | readonly Row[] | null

export interface RowEntry {
  /** Whether `measure` reads the file with a million messages; it gets the directory that holds it. */
  readonly needsBigFile?: true
  readonly measure: (bigDirectory: string) => Promise<Measured>
}

/** Each part of the report by the name that `npm run bench -- NAME` takes, in the order they run. */
export const rows: Readonly<Record<string, RowEntry>> = {
  'first-token-1': {
    measure: () =>
      timeToFirstToken({ streams: 1, rounds: 40, replyTokens: 4, goalP50: 1, goalP99: Infinity }),
  },
  'first-token-50': {
    measure: () =>
      timeToFirstToken({ streams: 50, rounds: 8, replyTokens: 20, goalP50: 1, goalP99: 5 }),
  },
  'first-token-200': {
    measure: () =>
      timeToFirstToken({
        streams: 200,
        rounds: 6,
        replyTokens: 20,
        goalP50: Infinity,
        goalP99: 20,
      }),
  },
  'closed-loop': { measure: closedLoop },
  people: { measure: people },
  'fair-queue': { measure: fairQueue },
  'one-model': { measure: oneModel },
  'server-killed': { measure: serverKilled },
  prompt: { measure: promptOfLongSession },
  'fan-out': {
    measure: () =>
      fanOut({
        name: 'fan-out: 20 bots × 50 tokens/s × 50 viewers each',
        streams: 20,
        viewersEach: 50,
        tokensPerSecond: 50,
        goalLagMs: 50,
        goalLoopMs: 20,
      }),
  },
  'one-session': {
    measure: () =>
      fanOut({
        name: 'one session, 1,000 viewers, 100 tokens/s',
        streams: 1,
        viewersEach: 1_000,
        tokensPerSecond: 100,
        goalLagMs: 100,
        goalLoopMs: Infinity,
      }),
  },
  'idle-sockets': { measure: idleSockets },
  'reconnect-storm': { measure: reconnectStorm },
  pages: { needsBigFile: true, measure: pages },
  search: { needsBigFile: true, measure: search },
  'delete-many': { needsBigFile: true, measure: deleteMany },
  transfer: { needsBigFile: true, measure: transfer },
  soak: { measure: soakController },
  'soak-page': { measure: soakPage },
  page: { measure: longConversation },
  start: { measure: () => startAndIdle(5) },
  stop: { measure: () => stopUntilClosed(50) },
  window: { measure: () => windowStart(5) },
}
