import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { BotOptions } from '@shared/model/bot-options'
import type { Message } from '@shared/model/message'
import type { AskedFormat, MessageDetails } from '@shared/model/message-details'
import { problemOfReply } from './problem-of-reply'
import type { CheckValue } from './problem-of-reply'
import { problemOfSchema } from './problem-of-schema'

/** In which format a reply is asked for, and whether it came in it. */
export class ReplyFormats {
  readonly #check: CheckValue

  constructor(check: CheckValue) {
    this.#check = check
  }

  /** The bot's options, with the format that the message asks for in place of the bot's own. */
  optionsFor({ options }: Bot, { details }: Message): BotOptions {
    const asked = details?.askedFormat
    if (asked === undefined) return options
    const { format: _own, ...others } = options
    return asked === 'text' ? others : { ...others, format: asked }
  }

  /** What is known of a reply that was made whole with those options. */
  verdict(
    { format }: BotOptions,
    text: string,
    doneReason: string | null,
  ): Pick<MessageDetails, 'format'> {
    if (format === undefined) return {}
    return { format: { problem: problemOfReply(text, format, doneReason, this.#check) } }
  }
}

/** Throws `invalid_input` for a schema that is none, with its place. */
export function requireFormat(format: AskedFormat | BotOptions['format']): void {
  if (format === undefined || typeof format === 'string') return
  const problem = problemOfSchema(format)
  if (problem !== null) throw new AppError('invalid_input', `Format of replies: ${problem}`)
}

/** What is kept of a person's message: also the format its replies are asked for in. */
export function withFormat(
  details: MessageDetails | undefined,
  format: AskedFormat | undefined,
): MessageDetails | undefined {
  return format === undefined ? details : { ...details, askedFormat: format }
}
