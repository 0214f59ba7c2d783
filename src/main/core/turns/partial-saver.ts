import type { Logger } from '../logging/logger'
import type { TurnStore } from '../storage/storage'
import type { LiveReply } from './live-reply'

/** The product promises that at most 250 ms of live text can be lost; this leaves room for a slow disk. */
const SAVE_INTERVAL_MS = 150

/** Stores the texts of running turns while they grow: all that changed, in one transaction. */
export class PartialSaver {
  readonly #store: Pick<TurnStore, 'savePartials'>
  readonly #log: Logger
  readonly #replies = new Set<LiveReply>()
  #isFailing = false
  #timer: NodeJS.Timeout | undefined

  constructor(store: Pick<TurnStore, 'savePartials'>, log: Logger) {
    this.#store = store
    this.#log = log
  }

  add(reply: LiveReply): void {
    this.#replies.add(reply)
    this.#timer ??= setInterval(() => void this.#save(), SAVE_INTERVAL_MS)
  }

  delete(reply: LiveReply): void {
    this.#replies.delete(reply)
    if (this.#replies.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #save(): Promise<void> {
    const taken = [...this.#replies].flatMap((reply) => {
      const text = reply.takeUnsaved()
      return text === null ? [] : [{ reply, turnId: reply.turn.id, text }]
    })
    if (taken.length === 0) return
    try {
      await this.#store.savePartials(taken.map(({ turnId, text }) => ({ turnId, text })))
      this.#isFailing = false
    } catch (error) {
      // The reply goes on; its text is tried again with the next round, also where nothing is added to it.
      for (const { reply } of taken) reply.takeAgain()
      // Said once: on a full disk a line for every try would take what room there is.
      if (!this.#isFailing) this.#log.warn('partial replies not saved', { error })
      this.#isFailing = true
    }
  }
}
