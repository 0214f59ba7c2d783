import { AppError, toWireError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import type { Bot } from '@shared/model/bot'
import { newId } from '@shared/model/new-id'
import type { ImportJob, ImportSource } from '@shared/model/transfer'
import type { BotService } from '../bots/bot-service'
import type { EventHub } from '../events/event-hub'
import type { Logger } from '../logging/logger'
import { receiveBytes } from './receive-bytes'
import type { TransferDirectory } from './transfer-directory'
import type { ImportRequest, TransferStore } from './transfer-store'

/** How long an import that waits, or has ended, is remembered; its file goes when it ends. */
const KEPT_MS = 60 * 60 * 1_000
const MAX_IMPORTS = 10

const SOURCE_NAMES: Readonly<Record<ImportSource, string>> = {
  port8000: 'Port 8000',
  chatgpt: 'ChatGPT',
  open_webui: 'Open WebUI',
  ollama: 'Ollama',
}

export interface ImportServiceDeps {
  readonly store: Pick<TransferStore, 'check' | 'import'>
  readonly directory: TransferDirectory
  readonly bots: Pick<BotService, 'get' | 'prepare' | 'reload'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  /** The largest file that is taken. */
  readonly maxBytes: () => number
  readonly log: Logger
  readonly now: () => number
}
interface Import {
  job: ImportJob
  readonly abort: AbortController
  /** Whether somebody puts bytes just now. */
  isReceiving: boolean
  /** Resolves when what runs for it has ended. */
  work: Promise<void>
  expiry: NodeJS.Timeout | null
}

/** Files of conversations: received, looked through, and brought in when somebody says so. */
export class ImportService {
  readonly #deps: ImportServiceDeps
  readonly #imports = new Map<string, Import>()
  /** Only one is written at a time. */
  #isWriting = false

  constructor(deps: ImportServiceDeps) {
    this.#deps = deps
  }

  /** Throws `too_large`, or `rate_limited` while too many wait. */
  start({ fileName, bytes }: CommandInput<'imports.start'>): ImportJob {
    const { now } = this.#deps
    const maxBytes = this.#deps.maxBytes()
    if (bytes > maxBytes) {
      const limit = `${Math.floor(maxBytes / 1_048_576)} MB`
      throw new AppError('too_large', `Files of up to ${limit} can be imported. Split this one.`)
    }
    if (this.#imports.size >= MAX_IMPORTS) throw tooMany()
    const startedAt = now()
    const job: ImportJob = {
      id: newId(startedAt),
      ...{ fileName, bytes, startedAt },
      ...{ state: 'receiving', received: 0, fraction: 0, findings: null },
      written: { sessions: 0, messages: 0 },
      ...{ firstSessionId: null, error: null },
    }
    const made: Import = {
      job,
      abort: new AbortController(),
      isReceiving: false,
      work: Promise.resolve(),
      expiry: null,
    }
    made.expiry = setTimeout(() => void this.cancel(job.id), KEPT_MS).unref()
    this.#imports.set(job.id, made)
    this.#publish(made)
    return job
  }

  list(): ImportJob[] {
    return [...this.#imports.values()].map(({ job }) => job).reverse()
  }

  /** Throws `not_found`. */
  get(importId: string): ImportJob {
    return this.#find(importId).job
  }

  /**
   * The next bytes of the file, from `offset` on; once all have come, they are checked. What came before a break stays:
   * `received` says where to go on. Throws `conflict` where that is elsewhere.
   */
  async receive(
    importId: string,
    offset: number,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<ImportJob> {
    const found = this.#find(importId)
    const { job } = found
    if (job.state !== 'receiving') throw new AppError('conflict', 'This file has come already.')
    if (found.isReceiving || offset !== job.received) {
      throw new AppError('conflict', `The next byte of this file is number ${job.received}.`, {
        current: { received: job.received },
      })
    }
    found.isReceiving = true
    try {
      const path = this.#deps.directory.pathOf(importId)
      await receiveBytes(path, bytes, job.bytes - offset, (count) =>
        this.#change(found, { received: found.job.received + count }),
      )
    } finally {
      found.isReceiving = false
    }
    found.abort.signal.throwIfAborted()
    if (found.job.received === job.bytes) found.work = this.#check(found)
    return found.job
  }

  /** Throws `conflict` where it is not ready or another one is being written; `not_found` for the bot. */
  async run({ importId, botId }: CommandInput<'imports.run'>): Promise<ImportJob> {
    const found = this.#find(importId)
    const { findings, state } = found.job
    if (state !== 'ready' || findings === null)
      throw new AppError('conflict', 'This file is not ready to be imported.')
    if (this.#isWriting)
      throw new AppError('conflict', 'Another file is being imported. Wait until it is done.')
    this.#isWriting = true
    try {
      const target = findings.needsBot ? await this.#target(findings.source, botId) : null
      this.#change(found, { state: 'running', fraction: 0 })
      found.work = this.#write(found, target)
    } catch (error) {
      this.#isWriting = false
      throw error
    }
    return found.job
  }

  /** Throws `not_found`. */
  async cancel(importId: string): Promise<void> {
    const found = this.#find(importId)
    found.abort.abort(new AppError('conflict', 'This import was cancelled.'))
    await found.work
    if (!['done', 'failed'].includes(found.job.state)) this.#change(found, { state: 'cancelled' })
    clearTimeout(found.expiry ?? undefined)
    this.#imports.delete(importId)
    await this.#deps.directory.remove(importId)
  }

  async close(): Promise<void> {
    const open = [...this.#imports.values()]
    for (const { abort, expiry } of open) {
      clearTimeout(expiry ?? undefined)
      abort.abort(new AppError('conflict', 'Port 8000 is stopping.'))
    }
    await Promise.all(open.map(({ work }) => work))
  }

  async #target(source: ImportSource, botId?: string): Promise<ImportRequest['target']> {
    const { bots } = this.#deps
    if (botId !== undefined) return { kind: 'existing', botId: bots.get(botId).id }
    const bot: Bot = await bots.prepare({ name: `Imported from ${SOURCE_NAMES[source]}` })
    return { kind: 'new', bot }
  }

  async #check(found: Import): Promise<void> {
    const { store, directory } = this.#deps
    this.#change(found, { state: 'checking' })
    await this.#attempt(found, async () => {
      const findings = await store.check(
        directory.pathOf(found.job.id),
        ({ fraction }) => this.#change(found, { fraction }),
        found.abort.signal,
      )
      this.#change(found, { state: 'ready', fraction: 1, findings })
    })
  }

  async #write(found: Import, target: ImportRequest['target']): Promise<void> {
    const { store, directory, bots, now } = this.#deps
    await this.#attempt(found, async () => {
      const file = directory.pathOf(found.job.id)
      const request = { file, target, now: now() }
      const result = await store.import(
        request,
        (progress) => this.#change(found, progress),
        found.abort.signal,
      )
      await bots.reload()
      await directory.remove(found.job.id)
      this.#change(found, { state: 'done', fraction: 1, ...result })
    })
    this.#isWriting = false
  }

  async #attempt(found: Import, work: () => Promise<void>): Promise<void> {
    const { directory, log } = this.#deps
    try {
      await work()
    } catch (error) {
      await directory.remove(found.job.id)
      if (!(error instanceof AppError)) log.error('import failed', { error })
      if (found.abort.signal.aborted) this.#change(found, { state: 'cancelled' })
      else this.#change(found, { state: 'failed', error: toWireError(error) })
    }
  }

  #change(found: Import, changes: Partial<ImportJob>): void {
    found.job = { ...found.job, ...changes }
    this.#publish(found)
  }

  #publish({ job }: Import): void {
    this.#deps.hub.publishOverview({ event: 'import.changed', import: job })
  }

  #find(importId: string): Import {
    const found = this.#imports.get(importId)
    if (!found) throw new AppError('not_found', 'This import is not there any more. Begin again.')
    return found
  }
}

function tooMany(): AppError {
  return new AppError('rate_limited', 'Too many imports wait. Run or cancel some of them first.', {
    retryAfterMs: 60_000,
  })
}
