import type { Message } from '@shared/model/message'

/** Whether a model is ever told of a message: commands and what came of them are between people and the machine. */
export function isTold({ details }: Pick<Message, 'details'>): boolean {
  return details?.program === undefined
}
