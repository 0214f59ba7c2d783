import { AppError } from '@shared/contract/app-error'
import type { MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { MessageStore } from '../storage/storage'

/**
 * The message, where its reply can be asked for again: it is the newest one a person said in this session, and its last
 * reply is not complete. Throws `not_found` or `conflict` otherwise.
 */
export async function findRetriable(
  { messages }: { readonly messages: MessageStore },
  sessionId: SessionId,
  messageId: MessageId,
): Promise<Message> {
  const message = await messages.get(messageId)
  if (message?.sessionId !== sessionId || message.author !== 'person') {
    throw new AppError('not_found', 'That message is not in this conversation.')
  }
  const later = await messages.page({ sessionId, after: message.seq, limit: 200 })
  if (later.hasMore || later.messages.some(({ author }) => author === 'person')) {
    throw new AppError('conflict', 'Only the newest message can be tried again.')
  }
  if (later.messages.at(-1)?.status === 'complete') {
    throw new AppError('conflict', 'This message has a whole reply already.')
  }
  return message
}
