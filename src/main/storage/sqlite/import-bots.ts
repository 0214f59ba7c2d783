import type { Database } from 'better-sqlite3'
import type { Bot } from '@shared/model/bot'
import { nextFreeBotId } from '../../core/bots/next-free-bot-id.ts'
import type { ExportedBot } from '../../core/transfer/formats/export-writer.ts'
import { BOT_COLUMNS, toBot } from './bot-row.ts'
import type { BotRow } from './bot-row.ts'

type Known = Bot & { readonly deletedAt: number | null }

/**
 * Which bot of ours each bot of a file is. Two controllers number their bots alike, so an id alone says nothing: the id and
 * the moment it was made together do, or that moment alone where an earlier import had to number it anew, or all that
 * people decide about it being the same (as with the Guide, which every controller has). Any other is a new bot, under a
 * new id where its own is taken.
 */
export class ImportBots {
  readonly #known: Known[]
  readonly #usedIds: string[]
  readonly #ids = new Map<string, string>()
  readonly added: ExportedBot[] = []
  /** Deleted here, while the file has them with their conversations. */
  readonly revived: string[] = []

  constructor(db: Database) {
    const select = db.prepare<[], BotRow & { deleted_at: number | null }>(
      `SELECT ${BOT_COLUMNS}, deleted_at FROM bots ORDER BY id`,
    )
    this.#known = select.all().map((row) => ({ ...toBot(row), deletedAt: row.deleted_at }))
    this.#usedIds = this.#known.map(({ id }) => id)
  }

  add(bot: ExportedBot): void {
    const known = this.#find(bot)
    if (known) {
      this.#ids.set(bot.id, known.id)
      if (known.deletedAt !== null && bot.deletedAt === null) this.revived.push(known.id)
      return
    }
    const id = this.#usedIds.includes(bot.id) ? nextFreeBotId(this.#usedIds) : bot.id
    this.#usedIds.push(id)
    this.#ids.set(bot.id, id)
    this.added.push({ ...bot, id })
  }

  /** The id here of a bot in the file; throws for one that was never told. */
  idOf(botId: string): string {
    const id = this.#ids.get(botId)
    if (id === undefined) throw new Error(`Unknown bot ${botId}`)
    return id
  }

  #find(bot: ExportedBot): Known | undefined {
    const same = this.#known.filter(({ createdAt }) => createdAt === bot.createdAt)
    return (
      same.find(({ id }) => id === bot.id) ??
      same.find(({ engine }) => engine === bot.engine) ??
      this.#known.find((known) => known.deletedAt === null && isAlike(known, bot))
    )
  }
}

function isAlike(known: Known, bot: ExportedBot): boolean {
  const { id: _id, version: _v, createdAt: _c, updatedAt: _u, deletedAt: _d, ...decided } = known
  return Object.entries(decided).every(
    ([name, value]) => JSON.stringify(bot[name as keyof ExportedBot]) === JSON.stringify(value),
  )
}
