import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import { formOfBot, valueAt } from './bot-form'
import type { BotFormChanges, BotFormField } from './bot-form'
import { OPTION_FIELDS } from './options-form'

/** The bot as somebody else left it while it was edited here. */
export interface NewerBot {
  readonly bot: Bot
  /** What they changed, in the order of the form. */
  readonly changed: readonly BotFormField[]
  /** What both changed, with what stands there now: loading keeps what was typed. */
  readonly both: readonly { readonly field: BotFormField; readonly theirs: string }[]
}

const FIELDS = [
  'name',
  'color',
  'emoji',
  'engine',
  'model',
  'instructions',
  'temperature',
  'maxTokens',
  ...OPTION_FIELDS,
] as const

/** What a refused change says about the bot as it is now; null where the refusal is about something else. */
export function newerBotIn(reason: unknown, seen: Bot, typed: BotFormChanges): NewerBot | null {
  if (!(reason instanceof AppError) || reason.code !== 'conflict') return null
  if (reason.current === undefined) return null
  // Answers are ours: a conflict of `bots.update` carries a bot, and is never parsed.
  const bot = reason.current as Bot
  const [before, now] = [formOfBot(seen), formOfBot(bot)]
  const changed = FIELDS.filter((field) => valueAt(before, field) !== valueAt(now, field))
  const both = changed
    .filter((field) => {
      const mine = valueAt(typed, field)
      return mine !== undefined && mine !== valueAt(now, field)
    })
    .map((field) => ({ field, theirs: valueAt(now, field) ?? '' }))
  return { bot, changed, both }
}
