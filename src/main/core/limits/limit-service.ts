import { AppError } from '@shared/contract/app-error'
import { LIMIT_NAMES, LIMITS } from '@shared/model/limits'
import type { LimitName, LimitsOverview, TurnedAway } from '@shared/model/limits'
import type { Settings } from '@shared/model/settings'
import type { Caller } from '../events/viewer'
import { readerOf } from '../sessions/read-service'
import { RateLimiter } from './rate-limiter'
import { SignInGuard } from './sign-in-guard'

export interface LimitServiceDeps {
  readonly settings: { get(): Pick<Settings, LimitName | 'limitOwnWindow'> }
  readonly now: () => number
}

/** How much anybody may ask for, and how often somebody asked for more. */
export class LimitService {
  readonly signIns: SignInGuard
  readonly #settings: LimitServiceDeps['settings']
  readonly #messages: RateLimiter
  readonly #requests: RateLimiter
  readonly #since: number
  readonly #turnedAway: TurnedAway = {
    ...{ messages: 0, requests: 0, signIns: 0, failedSignIns: 0, sockets: 0, strangers: 0 },
    ...{ sizes: 0, hosts: 0, origins: 0 },
  }

  constructor({ settings, now }: LimitServiceDeps) {
    this.#settings = settings
    this.#since = now()
    this.#messages = new RateLimiter(() => this.valueOf('messagesPerMinute'), now)
    this.#requests = new RateLimiter(() => this.valueOf('requestsPerMinute'), now)
    this.signIns = new SignInGuard({
      freeAttempts: () => this.valueOf('signInAttempts'),
      now,
      onCounted: (what) => {
        this.count(what)
      },
    })
  }

  /** As it is set now. */
  valueOf(name: LimitName): number {
    return this.#settings.get()[name].value
  }

  count(what: keyof TurnedAway): void {
    this.#turnedAway[what] += 1
  }

  /** One more message, or one more reply asked for. Throws `rate_limited`. The owner's own window is let through unless they wish otherwise. */
  takeMessage({ identity, from }: Pick<Caller, 'identity' | 'from'>): void {
    if (from === null && !this.#settings.get().limitOwnWindow.value) return
    const retryAfterMs = this.#messages.take(senderOf(identity))
    if (retryAfterMs === 0) return
    this.count('messages')
    throw new AppError(
      'rate_limited',
      `That is more than ${this.valueOf('messagesPerMinute')} messages a minute. Try again in ${Math.ceil(retryAfterMs / 1_000)} seconds; the owner can change the limit in Settings.`,
      { retryAfterMs },
    )
  }

  /** One more request or frame of `key`; null where it may come in. */
  takeRequest(key: string): AppError | null {
    const retryAfterMs = this.#requests.take(key)
    if (retryAfterMs === 0) return null
    return new AppError(
      'rate_limited',
      `That is more than ${this.valueOf('requestsPerMinute')} requests a minute. Try again in ${Math.ceil(retryAfterMs / 1_000)} seconds.`,
      { retryAfterMs },
    )
  }

  /** A token from this address was wrong: `rate_limited` where there were many. One that is right is never held up. */
  refuseToken(network: string): void {
    this.signIns.failed([`token from ${network}`])
  }

  overview(): LimitsOverview {
    const limits = LIMIT_NAMES.map((name) => {
      const { value: standard, least, most } = LIMITS[name]
      return { name, value: this.valueOf(name), standard, least, most }
    })
    return { since: this.#since, turnedAway: { ...this.#turnedAway }, limits }
  }
}

/** A token counts for itself, the devices of a person count together. */
function senderOf(identity: Caller['identity']): string {
  const credential = identity?.credential
  return credential?.kind === 'token' ? `token:${credential.id}` : readerOf(identity)
}
