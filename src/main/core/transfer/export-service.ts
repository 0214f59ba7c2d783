import { AppError, toWireError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import type { PersonId } from '@shared/model/person'
import type { ExportFormat, ExportJob, ExportScope } from '@shared/model/transfer'
import type { Reader } from '../access/standing'
import type { EventHub } from '../events/event-hub'
import type { Logger } from '../logging/logger'
import { exportFileName } from './export-file-name'
import type { TransferDirectory } from './transfer-directory'
import type { TransferStore } from './transfer-store'

/** How long a file waits to be fetched. */
const KEPT_MS = 60 * 60 * 1_000
/** Files of one person that are kept or being made; more would fill a disk unseen. */
const MAX_EXPORTS = 20

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
}

export interface ExportServiceDeps {
  readonly store: Pick<TransferStore, 'export'>
  readonly directory: TransferDirectory
  /** What people call what is in scope. Rejects with `not_found`. */
  readonly nameOf: (scope: ExportScope, personId: PersonId) => Promise<string>
  readonly hub: Pick<EventHub, 'publishTo'>
  readonly version: string
  readonly log: Logger
  readonly now: () => number
}
interface Export {
  job: ExportJob
  /** Whose eyes it is written with; nobody else knows of it. */
  readonly reader: Reader
  readonly abort: AbortController
  /** Resolves when it has ended, however. */
  finished: Promise<void>
  expiry: NodeJS.Timeout | null
}
/** A file that can be fetched. */
export interface ExportFile {
  readonly path: string
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: number
}

/** Conversations as files: made one after another in the background, then kept until they are fetched or an hour went by. */
export class ExportService {
  readonly #deps: ExportServiceDeps
  readonly #exports = new Map<string, Export>()
  /** Ends when the newest one has ended: each waits for the one before it. */
  #last: Promise<void> = Promise.resolve()

  constructor(deps: ExportServiceDeps) {
    this.#deps = deps
  }

  /** Throws `not_found` where the scope names nothing that is there, `rate_limited` where too many files are kept. */
  async start(
    { scope, format, branches, thinking }: CommandInput<'exports.start'>,
    reader: Reader,
  ): Promise<ExportJob> {
    const { nameOf, now } = this.#deps
    const about = await nameOf(scope, reader.personId)
    if (this.list(reader.personId).length >= MAX_EXPORTS) throw tooMany()
    const startedAt = now()
    const job: ExportJob = {
      id: newId(startedAt),
      ...{ scope, format, branches, thinking, startedAt },
      state: 'waiting',
      written: { sessions: 0, messages: 0 },
      total: null,
      fileName: exportFileName(scope, about, format, startedAt),
      bytes: 0,
      error: null,
      expiresAt: null,
    }
    const made: Export = {
      job,
      reader,
      abort: new AbortController(),
      finished: Promise.resolve(),
      expiry: null,
    }
    this.#exports.set(job.id, made)
    this.#publish(made)
    made.finished = this.#last.then(() => this.#run(made))
    this.#last = made.finished
    return made.job
  }

  /** Those of that person. */
  list(personId: PersonId): ExportJob[] {
    const own = [...this.#exports.values()].filter(({ reader }) => reader.personId === personId)
    return own.map(({ job }) => job).reverse()
  }

  /** Throws `not_found`, also where it is somebody else's. */
  get(exportId: string, personId: PersonId): ExportJob {
    return this.#find(exportId, personId).job
  }

  /** The job once it has ended, however it did. Throws `not_found`. */
  async finished(exportId: string, personId: PersonId): Promise<ExportJob> {
    const found = this.#find(exportId, personId)
    await found.finished
    return found.job
  }

  /** Throws `not_found`, or `conflict` while it is being made. */
  fileOf(exportId: string, personId: PersonId): ExportFile {
    const { job } = this.#find(exportId, personId)
    if (job.error) throw new AppError(job.error.code, job.error.message)
    if (job.state !== 'done')
      throw new AppError('conflict', 'This file is not written yet. Wait until it is done.')
    const { fileName, bytes, format } = job
    return { path: this.#pathOf(job.id), fileName, bytes, mediaType: MEDIA_TYPES[format] }
  }

  /** Stops it where it runs, removes its file where it is done. Throws `not_found`. */
  async cancel(exportId: string, personId: PersonId): Promise<void> {
    const found = this.#find(exportId, personId)
    found.abort.abort(new AppError('conflict', 'This export was cancelled.'))
    await found.finished
    if (found.job.state === 'done') this.#change(found, { state: 'cancelled' })
    await this.#forget(found)
  }

  async close(): Promise<void> {
    const open = [...this.#exports.values()]
    for (const { abort, expiry } of open) {
      clearTimeout(expiry ?? undefined)
      abort.abort(new AppError('conflict', 'Port 8000 is stopping.'))
    }
    await Promise.all(open.map(({ finished }) => finished))
  }

  async #run(made: Export): Promise<void> {
    const { store, directory, version, log, now } = this.#deps
    const { id, scope, format, branches, thinking } = made.job
    const { signal } = made.abort
    try {
      signal.throwIfAborted()
      this.#change(made, { state: 'running' })
      const asked = { scope, format, branches, thinking }
      const { reader } = made
      const request = { ...asked, reader, version, file: this.#pathOf(id), now: now() }
      const result = await store.export(request, (progress) => this.#change(made, progress), signal)
      this.#change(made, { state: 'done', ...result, expiresAt: now() + KEPT_MS })
    } catch (error) {
      await directory.remove(id)
      if (!(error instanceof AppError)) log.error('export failed', { error })
      if (signal.aborted) this.#change(made, { state: 'cancelled' })
      else this.#change(made, { state: 'failed', error: toWireError(error) })
    }
    made.expiry = setTimeout(() => void this.#forget(made), KEPT_MS).unref()
  }

  #change(made: Export, changes: Partial<ExportJob>): void {
    made.job = { ...made.job, ...changes }
    this.#publish(made)
  }

  #publish({ job, reader }: Export): void {
    this.#deps.hub.publishTo(reader.personId, { event: 'export.changed', export: job })
  }

  async #forget(made: Export): Promise<void> {
    clearTimeout(made.expiry ?? undefined)
    this.#exports.delete(made.job.id)
    await this.#deps.directory.remove(made.job.id)
  }

  #pathOf(exportId: string): string {
    return this.#deps.directory.pathOf(exportId)
  }

  #find(exportId: string, personId: PersonId): Export {
    const found = this.#exports.get(exportId)
    if (found?.reader.personId !== personId)
      throw new AppError('not_found', 'This export is not there any more. Export once more.')
    return found
  }
}

function tooMany(): AppError {
  return new AppError(
    'rate_limited',
    'Too many exports are kept. Fetch or cancel some of them first.',
    { retryAfterMs: 60_000 },
  )
}
