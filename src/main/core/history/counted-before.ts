import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import { isSameModel } from '@shared/model/model-name'
import { estimateTokens } from '@shared/model/estimate-tokens'
import { estimateMessage } from './estimate-message'
import { isTold } from './is-told'

interface Counted {
  readonly model: string
  /** Of what it was told, in estimated tokens. */
  readonly estimated: number
  readonly counted: number
}

/**
 * What the bot's model counted when it last replied in this conversation, before this controller started: null where
 * nothing tells. `messages` are those before the one to answer, oldest first and without gaps.
 */
export function countedBefore(bot: Bot, messages: readonly Message[]): Counted | null {
  const { model, instructions } = bot
  const reply = messages.findLast(
    (message) => isCounted(message) && isSameModel(message.model ?? '', model ?? ''),
  )
  const context = reply?.details?.context
  if (model === null || !reply || !context) return null
  const from = Math.max(context.fromSeq, 1)
  if ((messages[0]?.seq ?? 1) > from) return null
  const told = messages.filter((message) => {
    const { seq, text, author } = message
    // A person may say nothing but a picture.
    const says = text !== '' || author === 'person'
    return says && isTold(message) && seq >= from && seq < reply.seq
  })
  const estimated = told.reduce((sum, message) => sum + estimateMessage(message), 0)
  return { model, estimated: estimated + estimateTokens(instructions), counted: context.used }
}

function isCounted({ details }: Message): boolean {
  return details?.context?.exact === true && details.context.cut !== true
}
