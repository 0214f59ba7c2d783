import type { Database } from 'better-sqlite3'
import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { BotId, Timestamp } from '@shared/model/ids'
import type { StoredBot } from '@main/core/storage/storage'
import { toExactBytes, toText } from './exact-text'

interface BotRow {
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
  readonly version: number
  readonly launched: 0 | 1
  readonly created_at: number
  readonly updated_at: number
}
type BotValues = Omit<BotRow, 'launched'>

const COLUMNS = `id, name, name_exact, color, emoji, emoji_exact, engine, model, model_exact, instructions,
  instructions_exact, temperature, max_tokens, version, launched, created_at, updated_at`

/** The saved personas. A deleted one keeps its row, and so its id and its sessions. */
export function createBotTable(db: Database) {
  const selectAll = db.prepare<[], BotRow>(
    `SELECT ${COLUMNS} FROM bots WHERE deleted_at IS NULL ORDER BY id`,
  )
  const selectIds = db.prepare<[], string>('SELECT id FROM bots ORDER BY id').pluck()
  const selectTaken = db.prepare<[BotId], number>('SELECT 1 FROM bots WHERE id = ?').pluck()
  const insertRow = db.prepare<[BotValues]>(`
    INSERT INTO bots (id, name, name_exact, color, emoji, emoji_exact, engine, model, model_exact, instructions,
      instructions_exact, temperature, max_tokens, version, created_at, updated_at)
    VALUES (@id, @name, @name_exact, @color, @emoji, @emoji_exact, @engine, @model, @model_exact, @instructions,
      @instructions_exact, @temperature, @max_tokens, @version, @created_at, @updated_at)
  `)
  const updateRow = db.prepare<[BotValues]>(`
    UPDATE bots SET name = @name, name_exact = @name_exact, color = @color, emoji = @emoji, emoji_exact = @emoji_exact,
      engine = @engine, model = @model, model_exact = @model_exact, instructions = @instructions,
      instructions_exact = @instructions_exact, temperature = @temperature, max_tokens = @max_tokens,
      version = @version, updated_at = @updated_at
    WHERE id = @id AND version = @version - 1 AND deleted_at IS NULL
  `)
  const updateLaunched = db.prepare<[number, BotId]>('UPDATE bots SET launched = ? WHERE id = ?')
  const markDeleted = db.prepare<[Timestamp, BotId]>(
    'UPDATE bots SET deleted_at = ?, launched = 0 WHERE id = ? AND deleted_at IS NULL',
  )
  const unmarkDeleted = db.prepare<[BotId], BotRow>(
    `UPDATE bots SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL RETURNING ${COLUMNS}`,
  )

  return {
    list: (): readonly StoredBot[] => selectAll.all().map(toStoredBot),

    usedIds: (): readonly BotId[] => selectIds.all(),

    insert(bot: Bot): void {
      if (selectTaken.get(bot.id) !== undefined) {
        throw new AppError('conflict', `There is or was a bot ${bot.id}. Choose another id.`)
      }
      insertRow.run(toValues(bot))
    },

    update: (bot: Bot): boolean => updateRow.run(toValues(bot)).changes === 1,

    setLaunched: (botId: BotId, launched: boolean): void =>
      void updateLaunched.run(launched ? 1 : 0, botId),

    delete: (botId: BotId, now: Timestamp): boolean => markDeleted.run(now, botId).changes === 1,

    restore(botId: BotId): StoredBot | null {
      const row = unmarkDeleted.get(botId)
      return row ? toStoredBot(row) : null
    },
  }
}

function toValues(bot: Bot): BotValues {
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
    version: bot.version,
    created_at: bot.createdAt,
    updated_at: bot.updatedAt,
  }
}

function toStoredBot(row: BotRow): StoredBot {
  return {
    bot: {
      id: row.id,
      name: toText(row.name, row.name_exact),
      color: row.color,
      emoji: toText(row.emoji, row.emoji_exact),
      engine: row.engine,
      model: row.model === null ? null : toText(row.model, row.model_exact),
      instructions: toText(row.instructions, row.instructions_exact),
      temperature: row.temperature,
      maxTokens: row.max_tokens,
      version: row.version,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    launched: row.launched === 1,
  }
}
