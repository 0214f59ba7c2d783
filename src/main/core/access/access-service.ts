import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@shared/contract/app-error'
import type { Device, Role, Token } from '@shared/model/access'
import { newId } from '@shared/model/new-id'
import { FIRST_PERSON } from '@shared/model/person'
import type { Person, PersonId } from '@shared/model/person'
import type { EventHub } from '../events/event-hub'
import type { Identity } from '../events/viewer'
import type { PersonChange } from './people-service'
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

/** Whose connections end, and whether they may come back by the same credential. */
export interface LostRights {
  readonly isMeant: (identity: Identity) => boolean
  readonly isSignedOut: boolean
}

/** Who is who: browsers with a cookie, scripts with a token. Secrets are handed out once and kept only as hashes. */
export class AccessService {
  readonly #deps: AccessServiceDeps
  readonly #lostListeners = new Set<(lost: LostRights) => void>()
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
    const { personId, role } = device
    return { personId, role, credential: { kind: 'device', id: device.id } }
  }

  /** Who holds this token; null where nobody (any more). */
  async identifyToken(secret: string): Promise<Identity | null> {
    const hash = hashOf(secret)
    if (hash === this.#localSecretHash)
      return { personId: FIRST_PERSON, role: 'owner', credential: null }
    const token = await this.#deps.store.findToken(hash)
    if (!token) return null
    await this.#touch(token.id, (now) => this.#deps.store.touchToken(token.id, now))
    const { personId, role } = token
    return { personId, role, credential: { kind: 'token', id: token.id } }
  }

  /** `role`: the most that the device may do which signs in by it, whatever its person may. */
  async createLink(
    role: Role,
    personId: PersonId = FIRST_PERSON,
  ): Promise<{ readonly code: string; readonly expiresAt: number }> {
    const code = newSecret('')
    const expiresAt = this.#deps.now() + LINK_LIFETIME_MS
    await this.#deps.store.insertLink({ codeHash: hashOf(code), personId, role, expiresAt })
    return { code, expiresAt }
  }

  /** Trades a one-time code for a device's secret. Throws `unauthenticated` where it is wrong, used or expired. */
  async redeemLink(
    code: string,
    deviceName: string,
  ): Promise<{ readonly secret: string; readonly identity: Identity }> {
    const now = this.#deps.now()
    const link = await this.#deps.store.redeemLink(hashOf(code), now)
    if (!link) {
      throw new AppError(
        'unauthenticated',
        'This sign-in link was used already or is older than 3 minutes. Make a new one.',
      )
    }
    const secret = newSecret('p8d_')
    const { personId, role } = link
    const device: Device = {
      id: newId(now),
      name: deviceName.slice(0, 80),
      personId,
      role,
      createdAt: now,
      lastSeenAt: now,
    }
    await this.#deps.store.insertDevice(device, hashOf(secret))
    this.#changed()
    return { secret, identity: { personId, role, credential: { kind: 'device', id: device.id } } }
  }

  async signOutDevice(secret: string): Promise<void> {
    const device = await this.#deps.store.findDevice(hashOf(secret))
    if (device) await this.revokeDevice(device.id)
  }

  async listDevices(): Promise<Device[]> {
    return [...(await this.#deps.store.listDevices())]
  }

  /** Answers whose it was. Throws `not_found`. */
  async revokeDevice(deviceId: string): Promise<Pick<Device, 'personId'>> {
    const device = (await this.#deps.store.listDevices()).find(({ id }) => id === deviceId)
    if (!device || !(await this.#deps.store.deleteDevice(deviceId)))
      throw new AppError('not_found', 'That browser is signed out already.')
    this.#revoked(deviceId)
    return device
  }

  async listTokens(): Promise<Token[]> {
    return [...(await this.#deps.store.listTokens())]
  }

  async createToken(
    name: string,
    role: Role,
    personId: PersonId = FIRST_PERSON,
  ): Promise<{ readonly token: Token; readonly secret: string }> {
    const now = this.#deps.now()
    const secret = newSecret('p8t_')
    const token: Token = { id: newId(now), name, personId, role, createdAt: now, lastUsedAt: null }
    await this.#deps.store.insertToken(token, hashOf(secret))
    this.#changed()
    return { token, secret }
  }

  async revokeToken(tokenId: string): Promise<void> {
    if (!(await this.#deps.store.deleteToken(tokenId)))
      throw new AppError('not_found', 'That token is revoked already.')
    this.#revoked(tokenId)
  }

  /** Calls when somebody's connections are good no longer, or not for what they were. Answers how to stop listening. */
  onLost(listener: (lost: LostRights) => void): () => void {
    this.#lostListeners.add(listener)
    return () => this.#lostListeners.delete(listener)
  }

  /** What a person may do is another thing from now on: they come in anew, or not at all. */
  personChanged({ before, after }: PersonChange): void {
    if (!before) return
    const isSame = before.role === after?.role && isSameUse(before.bots, after.bots)
    if (isSame) return
    const isMeant = ({ personId }: Identity): boolean => personId === before.id
    this.#tell({ isMeant, isSignedOut: after === null })
  }

  /** They are gone from the store already, with their person. */
  forget(credentialIds: readonly string[]): void {
    for (const credentialId of credentialIds) this.#revoked(credentialId)
  }

  #revoked(credentialId: string): void {
    this.#touchedAt.delete(credentialId)
    this.#tell({ isMeant: ({ credential }) => credential?.id === credentialId, isSignedOut: true })
    this.#changed()
  }

  #tell(lost: LostRights): void {
    for (const listener of this.#lostListeners) listener(lost)
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

function isSameUse(a: Person['bots'], b: Person['bots']): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((botId) => a[botId] === b[botId])
}

function newSecret(prefix: string): string {
  return prefix + randomBytes(SECRET_BYTES).toString('base64url')
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
