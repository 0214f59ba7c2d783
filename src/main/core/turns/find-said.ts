import { AppError } from '@shared/contract/app-error'
import type { MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { MessageStore } from '../storage/storage'

/** A message that a person said in this session. Throws `not_found` otherwise. */
export async function findSaid(
  messages: Pick<MessageStore, 'get'>,
  sessionId: SessionId,
  messageId: MessageId,
): Promise<Message> {
  const message = await messages.get(messageId)
  if (message?.sessionId === sessionId && message.author === 'person') return message
  throw new AppError('not_found', 'That message is not in this conversation.')
}
