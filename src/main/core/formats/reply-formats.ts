import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { BotOptions } from '@shared/model/bot-options'
import type { Message, MessageStatus } from '@shared/model/message'
import type { AskedFormat, MessageDetails } from '@shared/model/message-details'
import { problemOfSchema } from '@shared/model/problem-of-schema'
import { problemOfReply } from './problem-of-reply'
import type { CheckValue } from './problem-of-reply'

/** What a reply came to, as far as its format goes. */
export interface MadeReply {
  readonly text: string
  readonly status: MessageStatus
  /** Why its engine ended it. */
  readonly doneReason: string | null
}

/** The bot's options, with the format that the message asks for in place of the bot's own. */
export function optionsFor({ model, options }: Bot, { details }: Message): BotOptions {
  const asked = details?.askedFormat
  if (asked === undefined && (options.format === undefined || model !== null)) return options
  const { format: _own, ...others } = options
  // A bot without a model answers in words of its own, whatever it is asked for.
  return asked === undefined || asked === 'text' || model === null
    ? others
    : { ...others, format: asked }
}

/** Whether the reply to a message is asked for in a format. */
export function isStructured(bot: Bot, message: Message): boolean {
  return optionsFor(bot, message).format !== undefined
}

/** What is kept of a reply that was asked for in a format: whether it came in it. */
export function verdictOn(
  { format }: BotOptions,
  { text, status, doneReason }: MadeReply,
  check: CheckValue,
): Pick<MessageDetails, 'format'> {
  if (format === undefined || (status !== 'complete' && text === '')) return {}
  if (status !== 'complete') return { format: { problem: 'It did not come to its end.' } }
  return { format: { problem: problemOfReply(text, format, doneReason, check) } }
}

/** Throws `invalid_input` for a schema that is none, with its place. */
export function requireFormat(format: AskedFormat | BotOptions['format']): void {
  if (format === undefined || typeof format === 'string') return
  const problem = problemOfSchema(format)
  if (problem !== null) throw new AppError('invalid_input', `Format of replies: ${problem}`)
}

/** The same for what a message asks for, and for a bot that could not keep to it. */
export function requireFormatOf({ name, model }: Bot, format: AskedFormat | undefined): void {
  requireFormat(format)
  if (format === undefined || format === 'text' || model !== null) return
  throw new AppError(
    'invalid_input',
    `${name} works without a model, so its replies are text. Leave the format out.`,
  )
}

/** What is kept of a person's message: also the format its replies are asked for in. */
export function withFormat(
  details: MessageDetails | undefined,
  format: AskedFormat | undefined,
): MessageDetails | undefined {
  return format === undefined ? details : { ...details, askedFormat: format }
}
