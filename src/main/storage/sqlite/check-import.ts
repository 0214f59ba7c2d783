import type { Database } from 'better-sqlite3'
import type { ImportFindings } from '@shared/model/transfer'
import { checkedItems } from '../../core/transfer/import/checked-items.ts'
import type { ImportItem, ImportReader } from '../../core/transfer/import/import-items.ts'
import { ImportBots } from './import-bots.ts'
import type { PictureFolder } from './picture-folder.ts'

/** How many items between two words on how far it is. */
const STEP = 256

/** What is here already. */
interface CheckedAgainst {
  readonly db: Database
  readonly pictures: Pick<PictureFolder, 'has'>
}

/** Reads a file from its beginning to its end and tells what would come of it. Changes nothing. */
export function checkImport(
  { db, pictures }: CheckedAgainst,
  reader: ImportReader,
  step: (position: number) => void,
): ImportFindings {
  const findings = new Findings(db, reader, (hash) => pictures.has(hash))
  let items = 0
  for (const item of checkedItems(reader, () => false)) {
    findings.add(item)
    items += 1
    if (items % STEP === 0) step(reader.position())
  }
  return findings.all()
}

class Findings {
  readonly #reader: ImportReader
  readonly #bots: ImportBots
  readonly #isHere: (sessionId: string) => boolean
  readonly #hasFolder: (folderId: string) => boolean
  readonly #hasPicture: (hash: string) => boolean
  /** Hashes: what coming messages have, and what the file holds. */
  readonly #named = new Set<string>()
  readonly #held = new Set<string>()
  readonly #folders: string[] = []
  readonly #notKept = new Map<string, number>()
  #sessions = 0
  #messages = 0
  #alreadyHere = 0
  #isComing = false

  constructor(db: Database, reader: ImportReader, hasPicture: (hash: string) => boolean) {
    this.#hasPicture = hasPicture
    this.#reader = reader
    this.#bots = new ImportBots(db)
    this.#isHere = isHere(db)
    const folder = db.prepare<[string]>('SELECT 1 FROM folders WHERE id = ?')
    this.#hasFolder = (folderId) => folder.get(folderId) !== undefined
  }

  add(item: ImportItem): void {
    switch (item.kind) {
      case 'bot':
        this.#bots.add(item.bot)
        return
      case 'folder':
        this.#addFolder(item.folder)
        return
      case 'session':
        this.#isComing = !this.#isHere(item.session.id)
        if (this.#isComing) this.#sessions += 1
        else this.#alreadyHere += 1
        return
      case 'message':
        if (this.#isComing) this.#addMessage(item.message)
        return
      case 'picture':
        this.#held.add(item.picture.hash)
        return
      case 'notKept':
        this.#notKept.set(item.what, (this.#notKept.get(item.what) ?? 0) + item.count)
    }
  }

  all(): ImportFindings {
    const missing = [...this.#named].filter(
      (hash) => !this.#held.has(hash) && !this.#hasPicture(hash),
    )
    if (missing.length > 0) this.#notKept.set(MISSING_PICTURES, missing.length)
    return {
      source: this.#reader.source,
      sessions: this.#sessions,
      messages: this.#messages,
      bots: this.#bots.added.map(({ name }) => name),
      folders: this.#folders,
      alreadyHere: this.#alreadyHere,
      notKept: [...this.#notKept]
        .map(([what, count]) => ({ what, count }))
        .sort((a, b) => b.count - a.count),
      needsBot: this.#reader.source !== 'port8000' && this.#sessions > 0,
    }
  }

  #addFolder({ id, name }: Extract<ImportItem, { kind: 'folder' }>['folder']): void {
    if (!this.#hasFolder(id)) this.#folders.push(name)
  }

  #addMessage({ details }: Extract<ImportItem, { kind: 'message' }>['message']): void {
    this.#messages += 1
    for (const { hash } of details?.attachments ?? []) this.#named.add(hash)
  }
}

const MISSING_PICTURES = 'pictures that the file does not hold; their messages come without them'

/** Whether a conversation is here, in the bin included; one that is just being removed for good is not. */
export function isHere(db: Database): (sessionId: string) => boolean {
  const select = db.prepare<[string]>('SELECT 1 FROM sessions WHERE id = ? AND purged_at IS NULL')
  return (sessionId) => select.get(sessionId) !== undefined
}
