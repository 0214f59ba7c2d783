import { createHash } from 'node:crypto'
import { AppError } from '@shared/contract/app-error'
import type { CommandOutput } from '@shared/contract/commands'
import { MAX_PER_MESSAGE } from '@shared/model/message-details'
import type { Attachment } from '@shared/model/message-details'
import type { Logger } from '../logging/logger'
import { KeyedLock } from '../turns/keyed-lock'
import type { AttachmentFiles } from './attachment-files'
import type { AttachmentStore } from './attachment-store'
import { cleanPicture, PICTURE_TYPES } from './clean-picture'
import { gatherBytes } from './gather-bytes'
import { MAX_PICTURE_PIXELS } from './picture-problem'

/** Each is in memory whole while it comes: so many at once, for everybody. */
const MAX_RECEIVING = 12
const HOUR_MS = 3_600_000
/** A picture that no message has is kept for so long, for whoever is still writing the message. */
const KEPT_UNUSED_MS = 24 * HOUR_MS
const AT_ONCE = 200

export interface AttachmentServiceDeps {
  readonly store: AttachmentStore
  readonly files: AttachmentFiles
  /** The largest picture that is taken, in bytes, as it is set now. */
  readonly maxBytes: () => number
  readonly log: Logger
  readonly now: () => number
}

/** Pictures that come with messages: taken in, cleaned, kept once by their content, and removed when no message has them. */
export class AttachmentService {
  readonly #deps: AttachmentServiceDeps
  /** While a picture is written or removed, nobody else does either. */
  readonly #lock = new KeyedLock<string>()
  #receiving = 0
  #isClosing = false
  #timer: NodeJS.Timeout | undefined
  #sweeping: Promise<void> = Promise.resolve()

  constructor(deps: AttachmentServiceDeps) {
    this.#deps = deps
  }

  get limits(): CommandOutput<'attachments.limits'> {
    return {
      maxBytes: this.#deps.maxBytes(),
      maxPixels: MAX_PICTURE_PIXELS,
      maxPerMessage: MAX_PER_MESSAGE,
      types: [...PICTURE_TYPES],
    }
  }

  /**
   * Takes a picture and answers it once it is on the disk; the same one twice is kept once. What a sender who breaks off had
   * sent leaves nothing. Throws `invalid_input` for what is no whole picture, `too_large`, or `rate_limited`.
   */
  async receive(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Attachment> {
    if (this.#receiving >= MAX_RECEIVING) throw tooMany()
    this.#receiving += 1
    try {
      const cleaned = cleanPicture(await gatherBytes(bytes, this.#deps.maxBytes()))
      return await this.#keep(name, cleaned)
    } finally {
      this.#receiving -= 1
    }
  }

  /** Throws `not_found`. */
  async get(hash: string): Promise<Attachment> {
    const attachment = await this.#deps.store.get(hash)
    if (attachment === null || !(await this.#deps.files.has(hash, attachment.size)))
      throw new AppError('not_found', 'This picture is not here. Attach it again.')
    return attachment
  }

  /** Where its bytes lie. */
  pathOf(hash: string): string {
    return this.#deps.files.pathOf(hash)
  }

  /** Pictures that a message is about to have, in that order. Throws `not_found` where one of them is not here any more. */
  async claim(hashes: readonly string[]): Promise<Attachment[]> {
    const { store, files, now } = this.#deps
    const wanted = [...new Set(hashes)]
    const found = await store.claim(wanted, now())
    const here = await Promise.all(found.map(({ hash, size }) => files.has(hash, size)))
    if (found.length === wanted.length && here.every(Boolean)) return [...found]
    throw new AppError(
      'not_found',
      'A picture of this message is not here any more. Remove it, attach it again, then send.',
    )
  }

  /** Whether its bytes are here; those of an imported message may not be. */
  isHere({ hash, size }: Attachment): Promise<boolean> {
    return this.#deps.files.has(hash, size)
  }

  /** What an engine is shown. Throws `not_found`. */
  async base64Of(hash: string): Promise<string> {
    try {
      return (await this.#deps.files.read(hash)).toString('base64')
    } catch (cause) {
      throw new AppError('not_found', 'A picture of this conversation is not here any more.', {
        cause,
      })
    }
  }

  /** Removes what no message has, now and every hour from now on. */
  start(): void {
    const sweep = () => {
      this.#sweeping = this.#sweep()
    }
    sweep()
    this.#timer = setInterval(sweep, HOUR_MS).unref()
  }

  /** Waits for the picture that is being removed. */
  async close(): Promise<void> {
    this.#isClosing = true
    clearInterval(this.#timer)
    await this.#sweeping
  }

  async #keep(
    givenName: string,
    { bytes, ...facts }: ReturnType<typeof cleanPicture>,
  ): Promise<Attachment> {
    const { store, files, log, now } = this.#deps
    const hash = createHash('sha256').update(bytes).digest('hex')
    const attachment = { hash, name: nameOf(givenName, facts.type), size: bytes.length, ...facts }
    return this.#lock.run(hash, async () => {
      // Known before it is there: one that no message ever has is found again, whatever happens in between.
      await store.put(attachment, now())
      try {
        await files.write(hash, bytes)
      } catch (error) {
        log.error('picture not stored', { error })
        throw new AppError(
          'internal',
          'The disk did not take this picture. Free some space if it is full, then attach it again.',
        )
      }
      return attachment
    })
  }

  async #sweep(): Promise<void> {
    const { store, log, now } = this.#deps
    try {
      const before = now() - KEPT_UNUSED_MS
      for (const hash of await store.unused(before, AT_ONCE)) {
        if (this.#isClosing) return
        await this.#lock.run(hash, () => this.#removeUnused(hash, before))
      }
    } catch (error) {
      log.error('pictures not cleared', { error })
    }
  }

  async #removeUnused(hash: string, before: number): Promise<void> {
    const { store, files } = this.#deps
    if (!(await store.isUnused(hash, before))) return
    await files.remove(hash)
    await store.forget(hash)
  }
}

/** One line without a path, so that it can stand in a message and in a header. */
function nameOf(given: string, type: Attachment['type']): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const line = last.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line === '' ? `picture.${type.slice('image/'.length)}` : line.slice(0, 200).toWellFormed()
}

function tooMany(): AppError {
  return new AppError('rate_limited', 'Many pictures come in just now. Try again in a moment.', {
    retryAfterMs: 2_000,
  })
}
