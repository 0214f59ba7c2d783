import { toWireError } from '@shared/contract/app-error'
import type { ErrorCode } from '@shared/contract/errors'
import type { AppState } from '../../../store/use-app'
import { messageOf } from '../../../ui/message-of'
import { NOTHING_ATTACHED, toComing } from './attached'
import type { Attached } from './attached'
import { quoteFile } from './quote-file'
import { sendPicture } from './send-picture'

// The contract's own limit, said before something is sent. Its file brings zod, so the value stands here again; a test
// compares them.
export const MAX_PER_MESSAGE = 8

/** What the same file will meet every time. */
const STAYS_SO: ReadonlySet<ErrorCode> = new Set(['invalid_input', 'too_large', 'forbidden'])

/** Takes files from people: pictures go to the controller, text into the draft. */
export class Attacher {
  readonly #state: () => AppState
  readonly #put: (key: string, attached: readonly Attached[]) => void
  /** Of what is coming, or may be tried again. */
  readonly #files = new Map<string, File>()
  readonly #coming = new Map<string, AbortController>()

  constructor(state: () => AppState, put: (key: string, attached: readonly Attached[]) => void) {
    this.#state = state
    this.#put = put
  }

  async attach(key: string, files: readonly File[]): Promise<void> {
    for (const file of files) {
      if (isPicture(file)) this.#attachPicture(key, file)
      else await this.#quote(key, file)
    }
  }

  async again(id: string): Promise<void> {
    const file = this.#files.get(id)
    if (file === undefined || this.#coming.has(id)) return
    this.#change(id, { state: 'coming', share: 0, problem: null, mayRetry: false })
    await this.#send(id, file)
  }

  detach(key: string, id: string): void {
    const all = this.#at(key)
    const at = all.findIndex((one) => one.id === id)
    const one = all[at]
    if (!one) return
    this.#coming.get(id)?.abort()
    this.#files.delete(id)
    this.#put(key, all.toSpliced(at, 1))
    if (one.state !== 'ready') return
    const undo = () => this.#put(key, this.#at(key).toSpliced(at, 0, one))
    this.#state().toast({
      text: `“${one.name}” was removed.`,
      action: { label: 'Undo', run: undo },
    })
  }

  #attachPicture(key: string, file: File): void {
    if (this.#at(key).length >= MAX_PER_MESSAGE) {
      this.#refuse(
        `At most ${String(MAX_PER_MESSAGE)} pictures come with one message. Send these first.`,
      )
      return
    }
    const one = toComing(file.name)
    this.#files.set(one.id, file)
    this.#put(key, [...this.#at(key), one])
    void this.#send(one.id, file)
  }

  async #send(id: string, file: File): Promise<void> {
    const abort = new AbortController()
    this.#coming.set(id, abort)
    try {
      const attachment = await sendPicture(file, abort.signal, (share) =>
        this.#change(id, { share }),
      )
      this.#files.delete(id)
      this.#change(id, { state: 'ready', name: attachment.name, attachment })
    } catch (error) {
      if (abort.signal.aborted) return
      const mayRetry = !STAYS_SO.has(toWireError(error).code)
      this.#change(id, { state: 'failed', problem: messageOf(error), mayRetry })
    } finally {
      this.#coming.delete(id)
    }
  }

  async #quote(key: string, file: File): Promise<void> {
    const draft = this.#state().drafts[key] ?? ''
    const quoted = await quoteFile(file, draft)
    if (quoted.problem !== null) this.#refuse(quoted.problem)
    else this.#state().setDraft(key, quoted.text)
  }

  #at(key: string): readonly Attached[] {
    return this.#state().attached[key] ?? NOTHING_ATTACHED
  }

  /** Its draft may have become that of a conversation meanwhile. */
  #change(id: string, changes: Partial<Attached>): void {
    const drafts = Object.entries(this.#state().attached)
    const found = drafts.find(([, all]) => all.some((one) => one.id === id))
    if (!found) return
    const [key, all] = found
    this.#put(
      key,
      all.map((one) => (one.id === id ? { ...one, ...changes } : one)),
    )
  }

  #refuse(text: string): void {
    this.#state().toast({ text, kind: 'error' })
  }
}

/** What the browser may be able to draw. A drawing in text (SVG) is text. */
function isPicture({ type }: File): boolean {
  return type.startsWith('image/') && type !== 'image/svg+xml'
}
