import { networkInterfaces } from 'node:os'
import type { Logger } from '@main/core/logging/logger'
import { isOnThisMachine } from './is-on-this-machine'
import { OllamaClient } from './ollama-client'

/** The way to this machine's own address needs no network, so an answer comes at once or not at all. */
const LIMIT_MS = 1_000
/** Who starts Ollama anew for all to see is told within this time. */
const LOOK_AGAIN_MS = 600_000

const EXPOSED =
  'This Ollama also answers on this computer’s network address: whoever reaches that can use, change and delete its models without a password. Unless you mean it to, start it without OLLAMA_HOST=0.0.0.0 (or with OLLAMA_HOST=127.0.0.1).'

export interface OllamaExposureDeps {
  readonly log: Logger
  readonly now: () => number
  /** This machine's own addresses in its networks. */
  readonly addresses?: () => readonly string[]
}

/** Finds out whether an Ollama of this machine can be reached from others: only our own addresses are ever asked. */
export class OllamaExposure {
  readonly #deps: OllamaExposureDeps
  readonly #known = new Map<string, { readonly warning: string | null; readonly until: number }>()

  constructor(deps: OllamaExposureDeps) {
    this.#deps = deps
  }

  /** What to tell about the server at `host`; null where it is on another machine, or only this one can reach it. */
  async warningOf(host: string): Promise<string | null> {
    if (!isOnThisMachine(host)) return null
    const known = this.#known.get(host)
    if (known && known.until > this.#deps.now()) return known.warning
    const addresses = (this.#deps.addresses ?? ownAddresses)()
    const answers = await Promise.all(addresses.map((address) => this.#answers(host, address)))
    const warning = answers.includes(true) ? EXPOSED : null
    this.#known.set(host, { warning, until: this.#deps.now() + LOOK_AGAIN_MS })
    return warning
  }

  async #answers(host: string, address: string): Promise<boolean> {
    const url = new URL(host)
    url.hostname = address.includes(':') ? `[${address}]` : address
    const client = new OllamaClient({ host: () => url.href, log: this.#deps.log })
    try {
      await client.ask(null, null, LIMIT_MS, ({ client: ollama }) => ollama.version())
      return true
    } catch {
      return false
    }
  }
}

/** Without those that only this machine has, and without IPv6 ones that mean something on one cable only. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, address }) => !internal && !/^fe80:/i.test(address))
    .map(({ address }) => address)
}
