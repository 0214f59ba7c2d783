import type { Database } from 'better-sqlite3'
import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'
import type { BotId, Timestamp } from '@shared/model/ids'
import type { StoredBot } from '@main/core/storage/storage'
import { BOT_COLUMNS, toBot, toBotValues } from './bot-row'
import type { BotRow, BotValues } from './bot-row'

/** The saved personas. A deleted one keeps its row, and so its id and its sessions. */
export function createBotTable(db: Database) {
  const selectAll = db.prepare<[], BotRow>(
    `SELECT ${BOT_COLUMNS} FROM bots WHERE deleted_at IS NULL ORDER BY id`,
  )
  const selectIds = db.prepare<[], string>('SELECT id FROM bots ORDER BY id').pluck()
  const selectTaken = db.prepare<[BotId], number>('SELECT 1 FROM bots WHERE id = ?').pluck()
  const insertRow = db.prepare<[BotValues]>(`
    INSERT INTO bots (id, name, name_exact, color, emoji, emoji_exact, engine, model, model_exact, instructions,
      instructions_exact, temperature, max_tokens, options, version, created_at, updated_at)
    VALUES (@id, @name, @name_exact, @color, @emoji, @emoji_exact, @engine, @model, @model_exact, @instructions,
      @instructions_exact, @temperature, @max_tokens, @options, @version, @created_at, @updated_at)
  `)
  const updateRow = db.prepare<[BotValues]>(`
    UPDATE bots SET name = @name, name_exact = @name_exact, color = @color, emoji = @emoji, emoji_exact = @emoji_exact,
      engine = @engine, model = @model, model_exact = @model_exact, instructions = @instructions,
      instructions_exact = @instructions_exact, temperature = @temperature, max_tokens = @max_tokens,
      options = @options, version = @version, updated_at = @updated_at
    WHERE id = @id AND version = @version - 1 AND deleted_at IS NULL
  `)
  const updateLaunched = db.prepare<[number, BotId]>('UPDATE bots SET launched = ? WHERE id = ?')
  const markDeleted = db.prepare<[Timestamp, BotId]>(
    'UPDATE bots SET deleted_at = ?, launched = 0 WHERE id = ? AND deleted_at IS NULL',
  )
  const unmarkDeleted = db.prepare<[BotId], BotRow>(
    `UPDATE bots SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL RETURNING ${BOT_COLUMNS}`,
  )

  return {
    list: (): readonly StoredBot[] => selectAll.all().map(toStoredBot),

    usedIds: (): readonly BotId[] => selectIds.all(),

    insert(bot: Bot): void {
      if (selectTaken.get(bot.id) !== undefined) {
        throw new AppError('conflict', `There is or was a bot ${bot.id}. Choose another id.`)
      }
      insertRow.run(toBotValues(bot))
    },

    update: (bot: Bot): boolean => updateRow.run(toBotValues(bot)).changes === 1,

    setLaunched: (botId: BotId, launched: boolean): void =>
      void updateLaunched.run(launched ? 1 : 0, botId),

    delete: (botId: BotId, now: Timestamp): boolean => markDeleted.run(now, botId).changes === 1,

    restore(botId: BotId): StoredBot | null {
      const row = unmarkDeleted.get(botId)
      return row ? toStoredBot(row) : null
    },
  }
}

function toStoredBot(row: BotRow): StoredBot {
  return { bot: toBot(row), launched: row.launched === 1 }
}
