import type { BotOptions } from '@shared/model/bot-options'

export type ReplyFormat = NonNullable<BotOptions['format']>
type Schema = Exclude<ReplyFormat, 'json'>

/** Why a value does not fit a schema, with its place; null where it does. */
export type CheckValue = (schema: Schema, value: unknown) => string | null

/** Why a reply is not in the format that was asked for; null where it is. `doneReason`: why its engine ended it. */
export function problemOfReply(
  text: string,
  format: ReplyFormat,
  doneReason: string | null,
  check: CheckValue,
): string | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return doneReason === 'length'
      ? 'It was cut at its maximum length, so it is no whole JSON. Raise the limit, or ask for less.'
      : 'It is not JSON.'
  }
  return format === 'json' ? null : check(format, value)
}
