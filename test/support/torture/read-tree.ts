import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { WsClient } from '@test/support/ws-client'

/** Every stored message of a session, on whatever branch, by `seq`. */
export async function readTree(
  door: Pick<WsClient, 'call'>,
  sessionId: SessionId,
): Promise<Message[]> {
  const found = new Map<number, Message>()
  const branches: (number | undefined)[] = [undefined]
  for (const through of branches) {
    for (let after = 0, hasMore = true; hasMore;) {
      const page = await door.call('messages.list', { sessionId, after, through, limit: 200 })
      for (const message of page.messages) found.set(message.seq, message)
      for (const seq of Object.values(page.versions).flat())
        if (!found.has(seq) && !branches.includes(seq)) branches.push(seq)
      after = page.messages.at(-1)?.seq ?? 0
      hasMore = page.hasMore
    }
  }
  return [...found.values()].sort((a, b) => a.seq - b.seq)
}
