import type { Database } from 'better-sqlite3'
import { foreignItems } from '../../core/transfer/import/foreign-conversation.ts'
import type { ForeignNode } from '../../core/transfer/import/foreign-conversation.ts'
import { NotKept } from '../../core/transfer/import/foreign-values.ts'
import type { ImportItem, ImportReader } from '../../core/transfer/import/import-items.ts'
import { ImportProblem } from '../../core/transfer/import/import-problem.ts'

interface ChatRow {
  readonly id: string
  readonly title: string
  readonly created_at: unknown
}
interface SaidRow {
  readonly id: number
  readonly role: string
  readonly content: string
  readonly thinking: string
  readonly model_name: string | null
  readonly created_at: unknown
}

/** As Go writes times into SQLite, and as SQLite does by itself; in UTC where no zone is named. */
const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)? ?(Z|[+-]\d\d:\d\d)?/

/**
 * The database of the Ollama application (`db.sqlite`; its tables as in `app/store/database.go` of ollama/ollama, schema
 * versions 2 to 18): chats are lists of messages without branches.
 */
export class OllamaAppReader implements ImportReader {
  readonly source = 'ollama'
  readonly #db: Database
  #read = 0

  constructor(db: Database) {
    this.#db = db
    for (const table of ['chats', 'messages']) {
      if (!this.#has(table))
        throw new ImportProblem(
          'This database is not one of the Ollama application',
          `table ${table}`,
        )
    }
  }

  /** Counts messages: how far that is in bytes is not known. */
  position(): number {
    return this.#read
  }

  place(): string {
    return `message ${this.#read}`
  }

  *items(): Generator<ImportItem> {
    const notKept = new NotKept()
    const chats = this.#db.prepare<[], ChatRow>(
      'SELECT id, title, created_at FROM chats ORDER BY created_at, id',
    )
    for (const chat of chats.iterate()) {
      const nodes = this.#nodes(chat.id, notKept)
      yield* foreignItems({
        source: 'ollama',
        id: chat.id,
        title: chat.title,
        createdAt: timeOf(chat.created_at),
        updatedAt: nodes.at(-1)?.said?.createdAt ?? null,
        archived: false,
        pinned: false,
        tags: [],
        currentId: nodes.at(-1)?.id ?? null,
        nodes,
      })
    }
    // Version 2 of the schema had no attachments yet.
    for (const [table, what] of [
      ['attachments', 'attached files'],
      ['tool_calls', 'tool calls'],
    ] as const)
      if (this.#has(table)) notKept.add(what, this.#count(table))
    yield* notKept.items()
  }

  #nodes(chatId: string, notKept: NotKept): ForeignNode[] {
    const rows = this.#db.prepare<[string], SaidRow>(
      'SELECT id, role, content, thinking, model_name, created_at FROM messages WHERE chat_id = ? ORDER BY id',
    )
    const nodes: ForeignNode[] = []
    for (const row of rows.iterate(chatId)) {
      this.#read += 1
      if (row.thinking !== '') notKept.add('thoughts of the model')
      nodes.push({
        id: String(row.id),
        parentId: nodes.at(-1)?.id ?? null,
        said: saidIn(row, notKept),
      })
    }
    return nodes
  }

  #has(table: string): boolean {
    return (
      this.#db
        .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`)
        .get(table) !== undefined
    )
  }

  #count(table: 'attachments' | 'tool_calls'): number {
    return this.#db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  }
}

function saidIn(row: SaidRow, notKept: NotKept): ForeignNode['said'] {
  if (row.role !== 'user' && row.role !== 'assistant') {
    notKept.add(row.role === 'system' ? 'system messages' : 'tool results')
    return null
  }
  if (row.content.trim() === '') return null
  const author = row.role === 'user' ? 'person' : 'bot'
  return { author, text: row.content, createdAt: timeOf(row.created_at), model: row.model_name }
}

function timeOf(value: unknown): number | null {
  const parts = typeof value === 'string' ? TIME.exec(value) : null
  if (!parts) return null
  const [, day, clock, fraction = '', zone = 'Z'] = parts
  const time = Date.parse(`${day ?? ''}T${clock ?? ''}${fraction.slice(0, 4)}${zone}`)
  return Number.isNaN(time) || time < 0 ? null : time
}
