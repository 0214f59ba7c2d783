import type { UpstreamSecrets } from '@shared/model/upstream'
import type { UpstreamId } from '@shared/model/upstream-name'

/** What is kept for a server: it is only ever sent to the host it was given for. */
export interface KeptSecrets {
  readonly origin: string
  readonly token: string | null
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}
export type SecretsById = Readonly<Record<UpstreamId, KeptSecrets>>

export interface UpstreamSecretsDeps {
  /** What was saved last. */
  readonly load: () => SecretsById
  /** Saves all of it, where only the owner of the data folder can read it. Throws `AppError`. */
  readonly save: (secrets: SecretsById) => void
}

/** The tokens and headers of servers. Nothing here is ever put into an answer, an event, a log line or an error. */
export class UpstreamSecretsKeeper {
  readonly #deps: UpstreamSecretsDeps
  #kept: SecretsById

  constructor(deps: UpstreamSecretsDeps) {
    this.#deps = deps
    this.#kept = deps.load()
  }

  /** What is sent along with requests to this address; nothing where the secrets were given for another host. */
  headersFor(upstreamId: UpstreamId, address: string): Readonly<Record<string, string>> {
    const kept = this.#keptFor(upstreamId, address)
    return kept ? toHeaders(kept) : {}
  }

  /** What may be told about them. */
  describe(
    upstreamId: UpstreamId,
    address: string,
  ): { readonly hasToken: boolean; readonly headerNames: string[] } {
    const kept = this.#keptFor(upstreamId, address)
    return {
      hasToken: (kept?.token ?? null) !== null,
      headerNames: (kept?.headers ?? []).map(({ name }) => name),
    }
  }

  /** The headers that a change would lead to, without keeping it. */
  preview(
    upstreamId: UpstreamId | null,
    address: string,
    given: UpstreamSecrets,
  ): Readonly<Record<string, string>> {
    return toHeaders(this.#changed(upstreamId, address, given))
  }

  /** What is left out stays, where the address is still on the same host; null is forgotten. */
  keep(upstreamId: UpstreamId, address: string, given: UpstreamSecrets): void {
    const changed = this.#changed(upstreamId, address, given)
    const isEmpty = changed.token === null && changed.headers.length === 0
    const others = Object.entries(this.#kept).filter(([id]) => id !== upstreamId)
    if (isEmpty && others.length === Object.keys(this.#kept).length) return
    this.#save(Object.fromEntries(isEmpty ? others : [...others, [upstreamId, changed]]))
  }

  /** Forgets those of servers that are not there any more. */
  keepOnly(upstreamIds: readonly UpstreamId[]): void {
    const kept = Object.entries(this.#kept).filter(([id]) => upstreamIds.includes(id))
    if (kept.length < Object.keys(this.#kept).length) this.#save(Object.fromEntries(kept))
  }

  #changed(upstreamId: UpstreamId | null, address: string, given: UpstreamSecrets): KeptSecrets {
    const before = upstreamId === null ? null : this.#keptFor(upstreamId, address)
    return {
      origin: originOf(address),
      token: given.token === undefined ? (before?.token ?? null) : given.token,
      headers: given.headers === undefined ? (before?.headers ?? []) : (given.headers ?? []),
    }
  }

  #keptFor(upstreamId: UpstreamId, address: string): KeptSecrets | null {
    const kept = this.#kept[upstreamId]
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

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : ''
}
