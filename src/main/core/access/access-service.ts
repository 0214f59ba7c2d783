import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@shared/contract/app-error'
import type { Device, Role, Token } from '@shared/model/access'
import { newId } from '@shared/model/new-id'
import type { EventHub } from '../events/event-hub'
import type { Identity } from '../events/viewer'
import type { AccessStore } from '../storage/storage'

/** A one-time sign-in link is good for 3 minutes. */
export const LINK_LIFETIME_MS = 3 * 60_000
/** "Last seen" is kept to the minute, so that a busy device does not write with every request. */
const TOUCH_INTERVAL_MS = 60_000
/** 256 bits: nothing that can be guessed, so plain SHA-256 is enough to store it by. */
const SECRET_BYTES = 32

export interface AccessServiceDeps {
  readonly store: AccessStore
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
}

/** Who is who: browsers with a cookie, scripts with a token. Secrets are handed out once and kept only as hashes. */
export class AccessService {
  readonly #deps: AccessServiceDeps
  readonly #revokedListeners = new Set<(credentialId: string) => void>()
  readonly #touchedAt = new Map<string, number>()
  readonly #localSecretHash: string
  /** For programs of the same user on this machine, through the data directory; new at every start, never stored as a token. */
  readonly localSecret = newSecret('p8l_')

  constructor(deps: AccessServiceDeps) {
    this.#deps = deps
    this.#localSecretHash = hashOf(this.localSecret)
  }

  /** Who holds this cookie; null where nobody (any more). */
  async identifyDevice(secret: string): Promise<Identity | null> {
    const device = await this.#deps.store.findDevice(hashOf(secret))
    if (!device) return null
    await this.#touch(device.id, (now) => this.#deps.store.touchDevice(device.id, now))
    return { role: device.role, credential: { kind: 'device', id: device.id } }
  }

  /** Who holds this token; null where nobody (any more). */
  async identifyToken(secret: string): Promise<Identity | null> {
    const hash = hashOf(secret)
    if (hash === this.#localSecretHash) return { role: 'owner', credential: null }
    const token = await this.#deps.store.findToken(hash)
    if (!token) return null
    await this.#touch(token.id, (now) => this.#deps.store.touchToken(token.id, now))
    return { role: token.role, credential: { kind: 'token', id: token.id } }
  }

  async createLink(role: Role): Promise<{ readonly code: string; readonly expiresAt: number }> {
    const code = newSecret('')
    const expiresAt = this.#deps.now() + LINK_LIFETIME_MS
    await this.#deps.store.insertLink({ codeHash: hashOf(code), role, expiresAt })
    return { code, expiresAt }
  }

  /** Trades a one-time code for a device's secret. Throws `unauthenticated` where it is wrong, used or expired. */
  async redeemLink(
    code: string,
    deviceName: string,
  ): Promise<{ readonly secret: string; readonly identity: Identity }> {
    const now = this.#deps.now()
    const role = await this.#deps.store.redeemLink(hashOf(code), now)
    if (!role) {
      throw new AppError(
        'unauthenticated',
        'This sign-in link was used already or is older than 3 minutes. Make a new one.',
      )
    }
    const secret = newSecret('p8d_')
    const device: Device = {
      id: newId(now),
      name: deviceName.slice(0, 80),
      role,
      createdAt: now,
      lastSeenAt: now,
    }
    await this.#deps.store.insertDevice(device, hashOf(secret))
    this.#changed()
    return { secret, identity: { role, credential: { kind: 'device', id: device.id } } }
  }

  async signOutDevice(secret: string): Promise<void> {
    const device = await this.#deps.store.findDevice(hashOf(secret))
    if (device) await this.revokeDevice(device.id)
  }

  async listDevices(): Promise<Device[]> {
    return [...(await this.#deps.store.listDevices())]
  }

  async revokeDevice(deviceId: string): Promise<void> {
    if (!(await this.#deps.store.deleteDevice(deviceId)))
      throw new AppError('not_found', 'That browser is signed out already.')
    this.#revoked(deviceId)
  }

  async listTokens(): Promise<Token[]> {
    return [...(await this.#deps.store.listTokens())]
  }

  async createToken(
    name: string,
    role: Role,
  ): Promise<{ readonly token: Token; readonly secret: string }> {
    const now = this.#deps.now()
    const secret = newSecret('p8t_')
    const token: Token = { id: newId(now), name, role, createdAt: now, lastUsedAt: null }
    await this.#deps.store.insertToken(token, hashOf(secret))
    this.#changed()
    return { token, secret }
  }

  async revokeToken(tokenId: string): Promise<void> {
    if (!(await this.#deps.store.deleteToken(tokenId)))
      throw new AppError('not_found', 'That token is revoked already.')
    this.#revoked(tokenId)
  }

  /** Calls with the id of every credential that stops being good. Answers how to stop listening. */
  onRevoked(listener: (credentialId: string) => void): () => void {
    this.#revokedListeners.add(listener)
    return () => this.#revokedListeners.delete(listener)
  }

  #revoked(credentialId: string): void {
    this.#touchedAt.delete(credentialId)
    for (const listener of this.#revokedListeners) listener(credentialId)
    this.#changed()
  }

  #changed(): void {
    this.#deps.hub.publishOverview({ event: 'access.changed' })
  }

  async #touch(credentialId: string, write: (now: number) => Promise<void>): Promise<void> {
    const now = this.#deps.now()
    if (now - (this.#touchedAt.get(credentialId) ?? 0) < TOUCH_INTERVAL_MS) return
    this.#touchedAt.set(credentialId, now)
    await write(now)
  }
}

function newSecret(prefix: string): string {
  return prefix + randomBytes(SECRET_BYTES).toString('base64url')
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
