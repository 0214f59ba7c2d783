import type { Bot } from '@shared/model/bot'
import type { BotOptions } from '@shared/model/bot-options'
import { toExactBytes, toText } from './exact-text.ts'

export interface BotRow {
  readonly id: string
  readonly name: string
  readonly name_exact: Buffer | null
  readonly color: Bot['color']
  readonly emoji: string
  readonly emoji_exact: Buffer | null
  readonly engine: Bot['engine']
  readonly model: string | null
  readonly model_exact: Buffer | null
  readonly instructions: string
  readonly instructions_exact: Buffer | null
  readonly temperature: number
  readonly max_tokens: number
  readonly options: string
  readonly version: number
  readonly launched: 0 | 1
  readonly created_at: number
  readonly updated_at: number
}
export type BotValues = Omit<BotRow, 'launched'>

export const BOT_COLUMNS = `id, name, name_exact, color, emoji, emoji_exact, engine, model, model_exact, instructions,
  instructions_exact, temperature, max_tokens, options, version, launched, created_at, updated_at`

export function toBotValues(bot: Bot): BotValues {
  return {
    id: bot.id,
    name: bot.name,
    name_exact: toExactBytes(bot.name),
    color: bot.color,
    emoji: bot.emoji,
    emoji_exact: toExactBytes(bot.emoji),
    engine: bot.engine,
    model: bot.model,
    model_exact: bot.model === null ? null : toExactBytes(bot.model),
    instructions: bot.instructions,
    instructions_exact: toExactBytes(bot.instructions),
    temperature: bot.temperature,
    max_tokens: bot.maxTokens,
    options: JSON.stringify(bot.options),
    version: bot.version,
    created_at: bot.createdAt,
    updated_at: bot.updatedAt,
  }
}

export function toBot(row: BotRow): Bot {
  return {
    id: row.id,
    name: toText(row.name, row.name_exact),
    color: row.color,
    emoji: toText(row.emoji, row.emoji_exact),
    engine: row.engine,
    model: row.model === null ? null : toText(row.model, row.model_exact),
    instructions: toText(row.instructions, row.instructions_exact),
    temperature: row.temperature,
    maxTokens: row.max_tokens,
    options: JSON.parse(row.options) as BotOptions,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
