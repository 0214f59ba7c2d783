import type { UpstreamSecrets } from '@shared/model/upstream'

/** What is kept for a server: it is only ever given to the host, or the program, that it was set for. */
export interface KeptSecrets {
  readonly origin: string
  readonly token: string | null
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}
/** By the id of what they are of. */
export type SecretsById = Readonly<Record<string, KeptSecrets>>

export interface SecretsKeeperDeps {
  /** What was saved last. */
  readonly load: () => SecretsById
  /** Saves all of it, where only the owner of the data folder can read it. Throws `AppError`. */
  readonly save: (secrets: SecretsById) => void
}

/** The tokens and headers of servers, or the variables of programs. Nothing here is ever put into an answer, an event, a log line or an error. */
export class SecretsKeeper {
  readonly #deps: SecretsKeeperDeps
  #kept: SecretsById

  constructor(deps: SecretsKeeperDeps) {
    this.#deps = deps
    this.#kept = deps.load()
  }

  /** What is sent along with requests to this address; nothing where the secrets were given for another host. */
  headersFor(id: string, address: string): Readonly<Record<string, string>> {
    const kept = this.#keptFor(id, address)
    return kept ? toHeaders(kept) : {}
  }

  /** As `headersFor`, one by one and as they are. */
  valuesFor(id: string, address: string): KeptSecrets['headers'] {
    return this.#keptFor(id, address)?.headers ?? []
  }

  /** What may be told about them. */
  describe(
    id: string,
    address: string,
  ): { readonly hasToken: boolean; readonly headerNames: string[] } {
    const kept = this.#keptFor(id, address)
    return {
      hasToken: (kept?.token ?? null) !== null,
      headerNames: (kept?.headers ?? []).map(({ name }) => name),
    }
  }

  /** The headers that a change would lead to, without keeping it. */
  preview(
    id: string | null,
    address: string,
    given: UpstreamSecrets,
  ): Readonly<Record<string, string>> {
    return toHeaders(this.#changed(id, address, given))
  }

  /** As `preview`, one by one and as they are. */
  previewValues(
    id: string | null,
    address: string,
    given: UpstreamSecrets,
  ): KeptSecrets['headers'] {
    return this.#changed(id, address, given).headers
  }

  /** What is left out stays, where the address is still on the same host; null is forgotten. */
  keep(id: string, address: string, given: UpstreamSecrets): void {
    const changed = this.#changed(id, address, given)
    const isEmpty = changed.token === null && changed.headers.length === 0
    const others = Object.entries(this.#kept).filter(([other]) => other !== id)
    if (isEmpty && others.length === Object.keys(this.#kept).length) return
    this.#save(Object.fromEntries(isEmpty ? others : [...others, [id, changed]]))
  }

  /** Forgets those of servers that are not there any more. */
  keepOnly(ids: readonly string[]): void {
    const kept = Object.entries(this.#kept).filter(([id]) => ids.includes(id))
    if (kept.length < Object.keys(this.#kept).length) this.#save(Object.fromEntries(kept))
  }

  #changed(id: string | null, address: string, given: UpstreamSecrets): KeptSecrets {
    const before = id === null ? null : this.#keptFor(id, address)
    return {
      origin: originOf(address),
      token: given.token === undefined ? (before?.token ?? null) : given.token,
      headers: given.headers === undefined ? (before?.headers ?? []) : (given.headers ?? []),
    }
  }

  #keptFor(id: string, address: string): KeptSecrets | null {
    const kept = this.#kept[id]
    return kept?.origin === originOf(address) ? kept : null
  }

  #save(secrets: SecretsById): void {
    this.#deps.save(secrets)
    this.#kept = secrets
  }
}

function toHeaders({ token, headers }: KeptSecrets): Readonly<Record<string, string>> {
  return {
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...Object.fromEntries(headers.map(({ name, value }) => [name, value])),
  }
}

/** Of a program, that is all of its path. */
function originOf(address: string): string {
  return /^https?:/i.test(address) && URL.canParse(address) ? new URL(address).origin : address
}
