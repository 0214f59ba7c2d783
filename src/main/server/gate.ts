import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Identity } from '@main/core/events/viewer'
import type { LimitService } from '@main/core/limits/limit-service'
import { isLoopback } from '@main/core/server/network-addresses'
import { AppError } from '@shared/contract/app-error'
import type { Settings } from '@shared/model/settings'
import { createAccessPolicy, NOTHING_ALLOWED, refusalOf } from './access-policy'
import type { AccessPolicy, AccessPolicyOptions, PolicyRefusal } from './access-policy'
import { noteSource, plainAddress, sourceOf } from './call-source'
import { tokenOf } from './identify-request'
import type { Identify } from './identify-request'
import { Proxies } from './proxies'
import { Strangers } from './strangers'

export interface GateDeps {
  readonly limits: LimitService
  readonly settings: {
    get(): Pick<Settings, 'allowedHosts' | 'allowedOrigins' | 'trustedProxies'>
  }
  /** Reads the credential of a request. */
  readonly resolve: Identify
  readonly now: () => number
}

/** Stands before everything that comes in by the network: for which name, from which page, from whom, and how often. */
export class Gate {
  readonly #deps: GateDeps
  readonly #strangers: Strangers
  readonly #known = new WeakMap<Socket, string>()
  readonly #identities = new WeakMap<IncomingMessage, Promise<Identity | null>>()
  #places: AccessPolicyOptions['places'] = []
  #policy = NOTHING_ALLOWED
  #proxies = new Proxies([])
  #madeFor: readonly unknown[] = []
  #visitedAt: number | null = null

  constructor(deps: GateDeps) {
    this.#deps = deps
    const { limits } = deps
    this.#strangers = new Strangers(
      () => limits.valueOf('maxStrangers'),
      () => {
        limits.count('strangers')
      },
    )
  }

  /** As the settings are now. */
  get policy(): AccessPolicy {
    this.#refresh()
    return this.#policy
  }

  #refresh(): void {
    const { allowedHosts, allowedOrigins, trustedProxies } = this.#deps.settings.get()
    const madeFor = [this.#places, allowedHosts.value, allowedOrigins.value, trustedProxies.value]
    if (madeFor.every((value, index) => value === this.#madeFor[index])) return
    this.#madeFor = madeFor
    this.#proxies = new Proxies(trustedProxies.value)
    if (this.#places.length === 0) return
    this.#policy = createAccessPolicy({
      places: this.#places,
      allowedHosts: allowedHosts.value,
      allowedOrigins: allowedOrigins.value,
    })
  }

  /** When another device connected last; null where none did. */
  get visitedAt(): number | null {
    return this.#visitedAt
  }

  /** Where the server listens from now on. */
  open(places: AccessPolicyOptions['places']): void {
    this.#places = places
  }

  /** A new connection. Those of a proxy are many people's, so nobody signs in on them as a whole. */
  connected(socket: Socket): void {
    if (isVisitor(socket)) this.#visitedAt = this.#deps.now()
    if (!this.#isProxy(socket)) this.#strangers.add(socket)
  }

  /** Why a request or upgrade may not come in, as the error to answer; null where it may. */
  admit(request: IncomingMessage): AppError | null | Promise<AppError | null> {
    const foreign = this.#foreign(request)
    if (foreign) return foreign
    const { network } = noteSource(request, this.#proxies.clientOf(request))
    const known = this.#known.get(request.socket)
    const late = this.#deps.limits.takeRequest(countedAs(network, known))
    if (!late) return null
    if (known !== undefined || !carriesCredential(request)) return this.#refused(late)
    // Somebody else at this address used up its share. Whoever is signed in has one of their own.
    return this.identify(request, request.headers.upgrade !== undefined).then(
      (identity) => (identity ? null : this.#refused(late)),
      () => this.#refused(late),
    )
  }

  /** Who asks; null where nobody is signed in. Throws `rate_limited` for a wrong token too many, and for a request too many. */
  readonly identify: Identify = (request, isUpgrade = false) => {
    const before = this.#identities.get(request)
    if (before) return before
    const identity = this.#identify(request, isUpgrade)
    this.#identities.set(request, identity)
    return identity
  }

  /** One more frame on a socket that came by `request`. */
  admitFrame(request: IncomingMessage, identity: Identity | null): AppError | null {
    const key = countedAs(sourceOf(request).network, identity ? keyOf(identity) : undefined)
    const late = this.#deps.limits.takeRequest(key)
    return late && this.#refused(late)
  }

  /** Somebody signed in on this connection. */
  signedIn({ socket }: IncomingMessage, identity: Identity): void {
    if (this.#isProxy(socket)) return
    this.#known.set(socket, keyOf(identity))
    this.#strangers.release(socket)
  }

  async #identify(request: IncomingMessage, isUpgrade: boolean): Promise<Identity | null> {
    const { limits, resolve } = this.#deps
    const identity = await resolve(request, isUpgrade)
    const { network } = sourceOf(request)
    if (!identity) {
      if (tokenOf(request) !== null) limits.refuseToken(network)
      return null
    }
    if (this.#known.has(request.socket)) return identity
    this.signedIn(request, identity)
    const late = limits.takeRequest(countedAs(network, keyOf(identity)))
    if (late) throw this.#refused(late)
    return identity
  }

  #foreign(request: IncomingMessage): AppError | null {
    const several = (request.headersDistinct['host']?.length ?? 0) > 1
    const refusal = several ? 'host' : refusalOf(this.policy, request.headers)
    if (!refusal) return null
    this.#deps.limits.count(`${refusal}s`)
    return new AppError('forbidden', MESSAGES[refusal])
  }

  #refused(late: AppError): AppError {
    this.#deps.limits.count('requests')
    return late
  }

  #isProxy(socket: Socket): boolean {
    this.#refresh()
    return this.#proxies.handedOn({ socket })
  }
}

const MESSAGES = {
  host: 'This server does not answer to that name. Use the address that Port 8000 shows.',
  origin: 'Pages of other sites may not use this server.',
} as const satisfies Record<PolicyRefusal, string>

/** A program of this machine that uses its outer address comes from that address too. */
function isVisitor({ remoteAddress, localAddress }: Socket): boolean {
  return remoteAddress !== localAddress && !isLoopback(plainAddress(remoteAddress))
}

function carriesCredential(request: IncomingMessage): boolean {
  return tokenOf(request) !== null || request.headers.cookie !== undefined
}

/** Strangers at an address count together; whoever signed in counts for themselves, so that strangers cannot crowd them out. */
function countedAs(network: string, credential: string | undefined): string {
  return credential === undefined ? network : `${network} ${credential}`
}

function keyOf({ credential }: Identity): string {
  return credential === null ? 'local' : credential.id
}
