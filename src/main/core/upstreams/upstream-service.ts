import { AppError } from '@shared/contract/app-error'
import type { CommandInput, CommandOutput } from '@shared/contract/commands'
import type { Settings } from '@shared/model/settings'
import { DEFAULT_UPSTREAM_ID } from '@shared/model/upstream-name'
import type { UpstreamView } from '@shared/model/upstream'
import type { UpstreamId } from '@shared/model/upstream-name'
import { newId } from '@shared/model/new-id'
import type { EventHub } from '../events/event-hub'
import type { SecretsKeeper } from '../secrets/secrets-keeper'
import { withoutCredentials } from '../settings/without-credentials'
import type { Upstream } from './upstream'
import { noSuchUpstream } from './upstream-pool'
import type { UpstreamPool } from './upstream-pool'
import type { UpstreamProber } from './upstream-prober'
import type { StoredUpstream, UpstreamStore } from './upstream-store'

/** More than anybody has; each is asked about four times a minute. */
const MOST_UPSTREAMS = 32

/** Asks a server that is on no list. Throws `AppError`. */
export type ProbeAddress = (
  address: string,
  headers: Readonly<Record<string, string>>,
) => Promise<CommandOutput<'upstreams.test'>>

export interface UpstreamServiceDeps {
  readonly store: UpstreamStore
  readonly secrets: SecretsKeeper
  readonly pool: UpstreamPool
  readonly prober: Pick<UpstreamProber, 'sync'>
  readonly probeAddress: ProbeAddress
  /** The address of the first server. */
  readonly endpoint: () => Settings['llamaEndpoint']
  /** Sets it, or throws `conflict` where it is set from outside. */
  readonly setEndpoint: (address: string) => Promise<void>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
}

/** The list of Ollama servers, as its owner keeps it. */
export class UpstreamService {
  readonly #deps: UpstreamServiceDeps

  constructor(deps: UpstreamServiceDeps) {
    this.#deps = deps
  }

  /** Reads the list at the start. What was removed before can come back no more. */
  async load(): Promise<void> {
    const { store, secrets, pool, prober } = this.#deps
    await store.forgetRemoved()
    const stored = await store.list()
    for (const upstream of stored) pool.put(upstream)
    secrets.keepOnly(stored.map(({ id }) => id))
    if (pool.areSeveral) prober.sync()
  }

  list(): UpstreamView[] {
    return this.#deps.pool.all.map((upstream) => this.#view(upstream))
  }

  async add(input: CommandInput<'upstreams.add'>): Promise<UpstreamView> {
    const { store, secrets, pool, now } = this.#deps
    if (pool.all.length >= MOST_UPSTREAMS)
      throw new AppError('conflict', 'There are 32 Ollama servers already. Remove one first.')
    const { name, address, weight, drained, ...given } = input
    this.#requireNew(address, null)
    const createdAt = now()
    const stored = { id: newId(createdAt), name, address, weight, drained, version: 1, createdAt }
    secrets.keep(stored.id, address, given)
    await store.insert(stored)
    return this.#put(stored)
  }

  /** Throws `conflict`, with the server as it is now, where `version` is given and somebody changed it since. */
  async update(input: CommandInput<'upstreams.update'>): Promise<UpstreamView> {
    const { store, secrets } = this.#deps
    const { upstreamId, version, address, token, headers } = input
    const before = this.#find(upstreamId)
    if (version !== undefined && version !== before.stored.version) throw this.#changed(before)
    if (address !== undefined) await this.#readdress(before, address)
    const stored = withChanges(before.stored, input)
    if (!(await store.update(stored))) throw this.#changed(before)
    secrets.keep(upstreamId, address ?? this.#addressOf(before), { token, headers })
    return this.#put(stored)
  }

  async remove(upstreamId: UpstreamId): Promise<void> {
    const { store, pool, now } = this.#deps
    if (upstreamId === DEFAULT_UPSTREAM_ID) {
      throw new AppError(
        'conflict',
        'The first Ollama server stays on the list. Drain it where it should get nothing, or give it another address.',
      )
    }
    if (!(await store.remove(upstreamId, now()))) throw noSuchUpstream()
    pool.take(upstreamId)
    this.#told()
  }

  async restore(upstreamId: UpstreamId): Promise<UpstreamView> {
    const stored = await this.#deps.store.restore(upstreamId)
    if (!stored) throw noSuchUpstream()
    return this.#put(stored)
  }

  test(input: CommandInput<'upstreams.test'>): Promise<CommandOutput<'upstreams.test'>> {
    const { address, upstreamId, ...given } = input
    const headers = this.#deps.secrets.preview(upstreamId ?? null, address, given)
    return this.#deps.probeAddress(address, headers)
  }

  /** The first server's address is a setting. */
  async #readdress(upstream: Upstream, address: string): Promise<void> {
    this.#requireNew(address, upstream.id)
    if (upstream.id === DEFAULT_UPSTREAM_ID && address !== this.#addressOf(upstream))
      await this.#deps.setEndpoint(address)
  }

  #find(upstreamId: UpstreamId): Upstream {
    return this.#deps.pool.get(upstreamId)
  }

  #put(stored: StoredUpstream): UpstreamView {
    const upstream = this.#deps.pool.put(stored)
    upstream.breaker.reset()
    this.#told()
    return this.#view(upstream)
  }

  #told(): void {
    const { prober, hub } = this.#deps
    prober.sync()
    hub.publishOverview({ event: 'upstreams.changed' })
    hub.publishOverview({ event: 'models.changed' })
  }

  #addressOf({ stored }: Upstream): string {
    return stored.address ?? this.#deps.endpoint().value
  }

  /** The same server twice would count as two. */
  #requireNew(address: string, upstreamId: UpstreamId | null): void {
    const same = this.#deps.pool.all.find(
      (other) => other.id !== upstreamId && isSameAddress(this.#addressOf(other), address),
    )
    if (same) throw new AppError('conflict', `“${same.stored.name}” has this address already.`)
  }

  #changed(before: Upstream): AppError {
    return new AppError(
      'conflict',
      'Somebody changed this server meanwhile. Look at it as it is now, then try again.',
      { current: this.#view(before) },
    )
  }

  #view(upstream: Upstream): UpstreamView {
    const { id, name, weight, drained, version, address } = upstream.stored
    const endpoint = this.#deps.endpoint()
    const reached = address ?? endpoint.value
    return {
      ...{ id, name, weight, drained, version },
      address: withoutCredentials(reached),
      addressSource: address === null ? endpoint.source : null,
      ...this.#deps.secrets.describe(id, reached),
      health: upstream.health,
    }
  }
}

function withChanges(
  before: StoredUpstream,
  changes: CommandInput<'upstreams.update'>,
): StoredUpstream {
  return {
    ...before,
    name: changes.name ?? before.name,
    address: before.address === null ? null : (changes.address ?? before.address),
    weight: changes.weight ?? before.weight,
    drained: changes.drained ?? before.drained,
    version: before.version + 1,
  }
}

function isSameAddress(one: string, other: string): boolean {
  return normalised(one) === normalised(other)
}

function normalised(address: string): string {
  return URL.canParse(address) ? new URL(address).href.replace(/\/+$/, '') : address
}
