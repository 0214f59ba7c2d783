import { expect } from 'vitest'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { connectWs } from '@test/support/ws-client'
import { checkReplies, checkSaid, checkViewer } from './check-talk'
import type { KillableController } from './killable-controller'
import { LiveTextLog } from './live-text-log'
import type { Moments } from './moments'
import type { Random } from './random'
import { readAll } from './read-all'
import type { Way } from './stubborn-socket'
import { TortureSender } from './torture-sender'
import { TortureViewer } from './torture-viewer'

export type TalkFact = 'text' | 'sent' | 'acknowledged'

/** A conversation that goes on through kills: one who sends, one who watches, one who remembers what was seen. */
export interface KilledTalk {
  readonly sender: TortureSender
  readonly log: LiveTextLog
  /** Says one thing after the other until `end`. */
  begin(random: Random): Promise<void>
  end(): void
  /** Every stored message. */
  read(): Promise<readonly Message[]>
  /** Waits for the last reply, then compares everybody with what is stored. */
  checkEnd(): Promise<void>
  close(): Promise<void>
}

export function openTalk(
  sessionId: SessionId,
  controller: KillableController,
  token: string,
  moments: Moments<TalkFact>,
): KilledTalk {
  const way: Way = {
    get through() {
      return controller.address
    },
    get address() {
      return controller.address
    },
    token,
    whenReachable: () => controller.whenReachable(),
  }
  const changes = new Set<() => void>()
  const log = new LiveTextLog(sessionId, way)
  const viewer = new TortureViewer(sessionId, way, () => {
    if (viewer.copy.live) moments.happened('text')
    log.note(viewer.copy.live)
    for (const changed of changes) changed()
  })
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return
        changes.delete(look)
        resolve()
      }
      changes.add(look)
      look()
    })
  const sender = new TortureSender(sessionId, way, {
    // Not before the queue is seen to be full: the refusal may be news from before the kill.
    whenThereIsRoom: () => until(() => viewer.copy.queue.length < 5),
    onFact: (fact) => moments.happened(fact),
  })
  let isOver = false

  async function read(): Promise<Message[]> {
    const client = await connectWs(controller.address, { token })
    const stored = await readAll(client, sessionId)
    await client.close()
    return stored
  }

  return {
    sender,
    log,
    async begin(random) {
      while (!isOver) {
        const id = `torture-${random.int(2 ** 31).toString(36)}-${random.int(2 ** 31).toString(36)}`
        await sender.say(id, `${id} ${'word '.repeat(random.int(20))}end`)
        // So that most kills find a reply under way and not only a full queue.
        if (random.chance(0.7)) await until(() => viewer.copy.queue.length === 0)
      }
    },
    end: () => (isOver = true),
    read,
    async checkEnd() {
      await until(() => viewer.copy.live === null && viewer.copy.queue.length === 0)
      const stored = await read()
      expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
      checkSaid(stored, [sender])
      checkReplies(stored)
      await checkViewer(viewer, stored)
    },
    async close() {
      await Promise.all([viewer.close(), sender.close(), log.close()])
    },
  }
}
