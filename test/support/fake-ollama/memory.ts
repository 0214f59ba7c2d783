import type { InstalledModel } from './model-store.ts'

/** One load of a model; whoever uses it holds on to it and gives it back. */
export interface LoadedModel {
  readonly model: InstalledModel
  readonly contextLength: number
  /** The other options that it was loaded with. */
  readonly layout: string
  /** Epoch ms at which its load ends; in the past once it is in memory. */
  readyAt: number
  active: number
  /** Epoch ms; null while nothing was ever finished with it, and then it is counted from whoever asks. */
  expiresAt: number | null
  keepAliveMs: number
}

export interface LoadedView {
  readonly model: InstalledModel
  readonly contextLength: number
  readonly expiresAt: number
}

/** What is in the server's memory. A model appears here as soon as its load begins, as in the real scheduler. */
export class Memory {
  readonly #loaded = new Map<string, LoadedModel>()
  /** Every load that was begun, oldest first. */
  readonly loads: string[] = []

  /**
   * Takes a model into use, loading it where it is not there with this context and layout (api/types.go of Ollama, `Runner`:
   * another `num_gpu` or `num_batch` loads it again too). Usable from `readyAt` on.
   */
  enter(
    model: InstalledModel,
    contextLength: number,
    loadMs: number,
    keepAliveMs: number,
    layout = '',
  ): LoadedModel {
    this.#expire()
    const present = this.#loaded.get(model.key)
    if (present?.contextLength === contextLength && present.layout === layout) {
      present.active += 1
      return present
    }
    const entry = {
      model,
      contextLength,
      layout,
      readyAt: Date.now() + loadMs,
      active: 1,
      expiresAt: null,
      keepAliveMs,
    }
    this.#loaded.delete(model.key)
    this.#loaded.set(model.key, entry)
    this.loads.push(model.name)
    return entry
  }

  /** Ends a use. A load that nobody waits for any more is dropped, and so is what was unloaded in mid-stream. */
  leave(entry: LoadedModel, keepAliveMs: number): void {
    entry.active -= 1
    if (entry.active > 0 || this.#loaded.get(entry.model.key) !== entry) return
    const now = Date.now()
    if (entry.readyAt > now || entry.expiresAt === 0 || keepAliveMs === 0) {
      this.#loaded.delete(entry.model.key)
      return
    }
    entry.keepAliveMs = keepAliveMs
    entry.expiresAt = now + keepAliveMs
  }

  /** Frees it: at once where it is idle, else when its streams have ended. */
  unload(model: InstalledModel): void {
    const entry = this.#loaded.get(model.key)
    if (!entry) return
    if (entry.active === 0) this.#loaded.delete(model.key)
    else entry.expiresAt = 0
  }

  clear(): void {
    this.#loaded.clear()
  }

  /** In memory or being loaded, the newest first. */
  list(): readonly LoadedView[] {
    this.#expire()
    const now = Date.now()
    return [...this.#loaded.values()]
      .map(({ model, contextLength, expiresAt, keepAliveMs }) => ({
        model,
        contextLength,
        expiresAt: expiresAt ?? now + keepAliveMs,
      }))
      .reverse()
  }

  /** In memory for good. */
  ready(): readonly LoadedView[] {
    const now = Date.now()
    return this.list().filter(({ model }) => (this.#loaded.get(model.key)?.readyAt ?? 0) <= now)
  }

  #expire(): void {
    const now = Date.now()
    for (const [key, entry] of this.#loaded) {
      if (entry.active === 0 && entry.expiresAt !== null && entry.expiresAt <= now)
        this.#loaded.delete(key)
    }
  }
}
