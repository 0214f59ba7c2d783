import type { Database } from 'better-sqlite3'
import type { TransferCounts } from '@shared/model/transfer'
import type { ImportRequest, ImportResult } from '@main/core/transfer/transfer-store'
import type { ExportedBot, ExportedFolder } from '../../core/transfer/formats/export-writer.ts'
import { checkedItems } from '../../core/transfer/import/checked-items.ts'
import type { ImportItem, ImportReader } from '../../core/transfer/import/import-items.ts'
import { ImportProblem } from '../../core/transfer/import/import-problem.ts'
import { createAttachmentTable } from './attachment-table.ts'
import type { AttachmentTable } from './attachment-table.ts'
import { BOT_COLUMNS, toBotValues } from './bot-row.ts'
import { isHere } from './check-import.ts'
import { clearSession } from './clear-session.ts'
import { toExactBytes } from './exact-text.ts'
import { ImportBots } from './import-bots.ts'
import { ImportWriter } from './import-writer.ts'
import { IMPORTING } from './importing.ts'
import type { PictureFolder } from './picture-folder.ts'
import type { WriterLease } from './writer-lease.ts'

const STEP = 256

/** Where everything goes. */
interface ImportPlace {
  readonly db: Database
  readonly lease: WriterLease
  readonly pictures: Pick<PictureFolder, 'write'>
  readonly now: number
}

/**
 * Writes a file's conversations in pieces, hidden, and shows all of them in one last step. Whatever it throws, and wherever
 * the process dies, none of them is seen, and what was written is cleared away.
 */
export function runImport(
  place: ImportPlace,
  reader: ImportReader,
  request: Pick<ImportRequest, 'target'>,
  step: (position: number, written: TransferCounts) => void,
): ImportResult {
  const run = new ImportRun(place, request)
  try {
    let items = 0
    for (const item of checkedItems(reader, () => false)) {
      run.add(item)
      items += 1
      if (items % STEP === 0) step(reader.position(), run.written)
    }
    return run.finish()
  } catch (error) {
    run.undo()
    throw isTakenId(error)
      ? new ImportProblem(
          'A message of this conversation is here already, in another conversation',
          reader.place(),
        )
      : error
  }
}

class ImportRun {
  readonly #db: Database
  readonly #lease: WriterLease
  readonly #now: number
  readonly #target: ImportRequest['target']
  readonly #pictures: ImportPlace['pictures']
  readonly #attachments: AttachmentTable
  readonly #bots: ImportBots
  readonly #writer: ImportWriter
  readonly #isHere: (sessionId: string) => boolean
  readonly #folders: ExportedFolder[] = []
  readonly #inFolder: (readonly [sessionId: string, folderId: string])[] = []
  readonly #branched = new Set<string>()
  #sessionId: string | null = null
  #first: { readonly id: string; readonly updatedAt: number } | null = null
  written = { sessions: 0, messages: 0 }

  constructor(
    { db, lease, pictures, now }: ImportPlace,
    { target }: { target: ImportRequest['target'] },
  ) {
    this.#db = db
    this.#lease = lease
    this.#now = now
    this.#pictures = pictures
    this.#attachments = createAttachmentTable(db)
    this.#target = target
    this.#bots = new ImportBots(db)
    this.#writer = new ImportWriter(db, lease)
    this.#isHere = isHere(db)
  }

  add(item: ImportItem): void {
    switch (item.kind) {
      case 'bot':
        this.#bots.add(item.bot)
        return
      case 'folder':
        this.#folders.push(item.folder)
        return
      case 'session':
        this.#addSession(item.session)
        return
      case 'message':
        this.#addMessage(item.message)
        return
      case 'picture':
        this.#addPicture(item)
        return
      case 'notKept':
    }
  }

  /** All of it becomes visible at once. */
  finish(): ImportResult {
    this.#writer.flush()
    this.#lease.take()
    const bots = [...this.#bots.added, ...this.#targetBot()]
    for (const bot of bots) this.#insertBot(bot)
    for (const botId of this.#bots.revived)
      this.#db.prepare('UPDATE bots SET deleted_at = NULL WHERE id = ?').run(botId)
    for (const folder of this.#folders) this.#insertFolder(folder)
    const file = this.#db.prepare('UPDATE sessions SET folder_id = ? WHERE id = ?')
    for (const [sessionId, folderId] of this.#inFolder) file.run(folderId, sessionId)
    const setHead = this.#db.prepare(
      'UPDATE sessions SET head_seq = coalesce(head_seq, last_seq) WHERE id = ?',
    )
    for (const sessionId of this.#branched) setHead.run(sessionId)
    this.#db
      .prepare('UPDATE sessions SET deleted_at = NULL, purged_at = NULL WHERE purged_at = ?')
      .run(IMPORTING)
    this.#lease.giveBack()
    return { written: this.written, firstSessionId: this.#first?.id ?? null }
  }

  undo(): void {
    try {
      this.#lease.abandon()
      this.#lease.take()
      const end = this.#db.prepare('UPDATE sessions SET purged_at = ? WHERE purged_at = ?')
      end.run(this.#now, IMPORTING)
      this.#lease.giveBack()
    } catch {
      // A full disk, most likely. It stays hidden, and the next start sees to it.
      this.#lease.abandon()
    }
  }

  #addSession(session: Extract<ImportItem, { kind: 'session' }>['session']): void {
    const { id, updatedAt } = session
    this.#sessionId = null
    if (this.#isHere(id)) return
    // Left by an import that failed, or purged from the bin a moment ago.
    clearSession(this.#db, this.#lease, id)
    const botId = session.botId === null ? this.#targetId() : this.#bots.idOf(session.botId)
    this.#writer.session(session, botId, this.#now)
    this.#sessionId = id
    this.written.sessions += 1
    if (session.folderId !== null) this.#inFolder.push([id, session.folderId])
    if (this.#first === null || updatedAt > this.#first.updatedAt) this.#first = { id, updatedAt }
  }

  #addMessage(message: Extract<ImportItem, { kind: 'message' }>['message']): void {
    if (this.#sessionId === null) return
    if (message.parentSeq !== message.seq - 1) this.#branched.add(this.#sessionId)
    const botId = message.botId === null ? null : this.#bots.idOf(message.botId)
    this.#writer.message(this.#sessionId, message, botId)
    this.written.messages += 1
  }

  /** Known before it is there, as every other; one that no message has is swept a day later. */
  #addPicture({ picture, bytes }: Extract<ImportItem, { kind: 'picture' }>): void {
    this.#lease.take()
    this.#attachments.put(picture, this.#now)
    this.#lease.giveBack()
    this.#pictures.write(picture.hash, bytes)
  }

  #targetId(): string {
    if (this.#target === null)
      throw new ImportProblem('Choose a bot for these conversations', 'start')
    return this.#target.kind === 'existing' ? this.#target.botId : this.#target.bot.id
  }

  #targetBot(): ExportedBot[] {
    if (this.#target?.kind !== 'new' || this.written.sessions === 0) return []
    return [{ ...this.#target.bot, deletedAt: null }]
  }

  #insertBot({ deletedAt, ...bot }: ExportedBot): void {
    const names = BOT_COLUMNS.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== 'launched')
    this.#db
      .prepare(
        `INSERT INTO bots (${names.join(', ')}, deleted_at) VALUES (${names.map((name) => `@${name}`).join(', ')}, @deleted_at)`,
      )
      .run({ ...toBotValues(bot), deleted_at: deletedAt })
  }

  #insertFolder({ id, name, version, createdAt }: ExportedFolder): void {
    this.#db
      .prepare(
        `INSERT INTO folders (id, name, name_exact, version, created_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET deleted_at = NULL, held = NULL`,
      )
      .run(id, name, toExactBytes(name), version, createdAt)
  }
}

function isTakenId(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT')
  )
}
