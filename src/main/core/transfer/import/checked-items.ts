import type { ImportItem, ImportedSession, ImportReader } from './import-items.ts'
import { ImportProblem } from './import-problem.ts'

/** Passes on what a file holds, as long as it fits together. */
export function* checkedItems(
  reader: ImportReader,
  isKnownBot: (botId: string) => boolean,
): Generator<ImportItem> {
  const check = new FitCheck(reader, isKnownBot)
  for (const item of reader.items()) {
    check.take(item)
    yield item
  }
  check.finish()
}

class FitCheck {
  readonly #reader: ImportReader
  readonly #isKnownBot: (botId: string) => boolean
  readonly #bots = new Set<string>()
  readonly #folders = new Set<string>()
  readonly #sessions = new Set<string>()
  #session: ImportedSession | null = null
  #seq = 0

  constructor(reader: ImportReader, isKnownBot: (botId: string) => boolean) {
    this.#reader = reader
    this.#isKnownBot = isKnownBot
  }

  take(item: ImportItem): void {
    switch (item.kind) {
      case 'bot':
        this.#once(this.#bots, item.bot.id, 'bot')
        return
      case 'folder':
        this.#once(this.#folders, item.folder.id, 'folder')
        return
      case 'session':
        this.finish()
        this.#begin(item.session)
        return
      case 'message':
        this.#message(item.message)
        return
      case 'picture':
      case 'notKept':
    }
  }

  finish(): void {
    const session = this.#session
    if (session && session.lastSeq !== this.#seq)
      this.#fail('Messages of a conversation are missing')
  }

  #begin(session: ImportedSession): void {
    const { id, botId, folderId, headSeq, lastSeq } = session
    this.#once(this.#sessions, id, 'conversation')
    if (botId !== null) this.#requireBot(botId)
    if (folderId !== null && !this.#folders.has(folderId))
      this.#fail('This conversation is in a folder that the file does not have')
    if (headSeq > lastSeq) this.#fail('The visible branch ends after the last message')
    this.#session = session
    this.#seq = 0
  }

  #message({ seq, parentSeq, botId }: Extract<ImportItem, { kind: 'message' }>['message']): void {
    if (this.#session === null) this.#fail('This message belongs to no conversation')
    this.#seq += 1
    if (seq !== this.#seq) this.#fail('The messages are not numbered one after the other')
    if (parentSeq >= seq) this.#fail('This message follows one that comes after it')
    if (botId !== null) this.#requireBot(botId)
  }

  #requireBot(botId: string): void {
    if (this.#bots.has(botId) || this.#isKnownBot(botId)) return
    this.#fail(`${botId} spoke here, and the file does not say who that is`)
  }

  #once(ids: Set<string>, id: string, what: string): void {
    if (ids.has(id)) this.#fail(`This ${what} is in the file twice`)
    ids.add(id)
  }

  #fail(what: string): never {
    throw new ImportProblem(what, this.#reader.place())
  }
}
