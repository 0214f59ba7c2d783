import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { WsClient } from '@test/support/ws-client'

/** Every stored message of a session, oldest first. */
export async function readAll(
  door: Pick<WsClient, 'call'>,
  sessionId: SessionId,
): Promise<Message[]> {
  const all: Message[] = []
  for (;;) {
    const after = all.at(-1)?.seq ?? 0
    const { messages, hasMore } = await door.call('messages.list', { sessionId, after, limit: 200 })
    all.push(...messages)
    if (!hasMore) return all
  }
}
