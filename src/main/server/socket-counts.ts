import type { CallSource, Identity } from '@main/core/events/viewer'
import type { LimitService } from '@main/core/limits/limit-service'
import { AppError } from '@shared/contract/app-error'

interface Counted {
  readonly from: CallSource
  readonly identity: Identity | null
}

/** When a socket may have become free: an honest guess, nobody knows when somebody else leaves. */
const RETRY_AFTER_MS = 10_000

/** How many sockets each address and each device has. Kept for open sockets only, so it holds no more than there are. */
export class SocketCounts {
  readonly #limits: Pick<LimitService, 'valueOf' | 'count'>
  readonly #byKey = new Map<string, number>()
  readonly #keys = new Map<Counted, readonly string[]>()

  constructor(limits: Pick<LimitService, 'valueOf' | 'count'>) {
    this.#limits = limits
  }

  /** Throws `rate_limited` where an address or a device has as many as it may. */
  requirePlace(from: CallSource, identity: Identity | null): void {
    this.#require('socketsPerAddress', addressKey(from), 'This address')
    if (identity) this.#require('socketsPerDevice', deviceKey(identity), 'This device or token')
  }

  add(connection: Counted): void {
    this.#put(connection, connection.identity)
  }

  /** Somebody signs in on an open socket. Throws `rate_limited` where they have as many as they may. */
  move(connection: Counted, identity: Identity): void {
    const key = deviceKey(identity)
    if (this.#keys.get(connection)?.includes(key)) return
    this.#require('socketsPerDevice', key, 'This device or token')
    this.delete(connection)
    this.#put(connection, identity)
  }

  delete(connection: Counted): void {
    for (const key of this.#keys.get(connection) ?? []) this.#change(key, -1)
    this.#keys.delete(connection)
  }

  #put(connection: Counted, identity: Identity | null): void {
    const keys = [addressKey(connection.from), ...(identity ? [deviceKey(identity)] : [])]
    this.#keys.set(connection, keys)
    for (const key of keys) this.#change(key, 1)
  }

  #require(limit: 'socketsPerAddress' | 'socketsPerDevice', key: string, who: string): void {
    const most = this.#limits.valueOf(limit)
    if (most === 0 || (this.#byKey.get(key) ?? 0) < most) return
    this.#limits.count('sockets')
    throw new AppError(
      'rate_limited',
      `${who} has ${most} sockets open already. Close one first.`,
      { retryAfterMs: RETRY_AFTER_MS },
    )
  }

  #change(key: string, by: number): void {
    const count = (this.#byKey.get(key) ?? 0) + by
    if (count === 0) this.#byKey.delete(key)
    else this.#byKey.set(key, count)
  }
}

function addressKey({ network }: CallSource): string {
  return `address ${network}`
}

function deviceKey({ credential }: Identity): string {
  return `device ${credential?.id ?? 'local'}`
}
