import type { Database } from 'better-sqlite3'
import type { Device, Role, Token } from '@shared/model/access'
import type { Timestamp } from '@shared/model/ids'
import type { PersonId } from '@shared/model/person'
import type { SignInLink } from '@main/core/storage/storage'
import { toExactBytes, toText } from './exact-text'

interface DeviceRow {
  readonly id: string
  readonly name: string
  readonly name_exact: Buffer | null
  readonly person_id: string
  readonly role: Role
  readonly created_at: number
  readonly last_seen_at: number
}
interface TokenRow {
  readonly id: string
  readonly name: string
  readonly name_exact: Buffer | null
  readonly person_id: string
  readonly role: Role
  readonly created_at: number
  readonly last_used_at: number | null
}
interface LinkRow {
  readonly personId: PersonId
  readonly role: Role
  readonly expires_at: number
}
type WithSecret<Row> = Row & { readonly secret_hash: string }

const DEVICE_COLUMNS = 'id, name, name_exact, person_id, role, created_at, last_seen_at'
const TOKEN_COLUMNS = 'id, name, name_exact, person_id, role, created_at, last_used_at'

/** Who may come in. Of a secret only its hash is here, and no method answers it. */
export function createAccessTable(db: Database) {
  return { ...createDevices(db), ...createTokens(db), ...createLinks(db) }
}

function createDevices(db: Database) {
  const insert = db.prepare<[WithSecret<DeviceRow>]>(`
    INSERT INTO devices (${DEVICE_COLUMNS}, secret_hash)
    VALUES (@id, @name, @name_exact, @person_id, @role, @created_at, @last_seen_at, @secret_hash)
  `)
  const selectBySecret = db.prepare<[string], DeviceRow>(
    `SELECT ${DEVICE_COLUMNS} FROM devices WHERE secret_hash = ?`,
  )
  const selectAll = db.prepare<[], DeviceRow>(
    `SELECT ${DEVICE_COLUMNS} FROM devices ORDER BY created_at, id`,
  )
  const touch = db.prepare<[Timestamp, string]>('UPDATE devices SET last_seen_at = ? WHERE id = ?')
  const remove = db.prepare<[string]>('DELETE FROM devices WHERE id = ?')

  return {
    insertDevice(device: Device, secretHash: string): void {
      insert.run({
        id: device.id,
        name: device.name,
        name_exact: toExactBytes(device.name),
        person_id: device.personId,
        role: device.role,
        created_at: device.createdAt,
        last_seen_at: device.lastSeenAt,
        secret_hash: secretHash,
      })
    },
    findDevice(secretHash: string): Device | null {
      const row = selectBySecret.get(secretHash)
      return row ? toDevice(row) : null
    },
    listDevices: (): readonly Device[] => selectAll.all().map(toDevice),
    touchDevice: (deviceId: string, now: Timestamp): void => void touch.run(now, deviceId),
    deleteDevice: (deviceId: string): boolean => remove.run(deviceId).changes === 1,
  }
}

function createTokens(db: Database) {
  const insert = db.prepare<[WithSecret<TokenRow>]>(`
    INSERT INTO tokens (${TOKEN_COLUMNS}, secret_hash)
    VALUES (@id, @name, @name_exact, @person_id, @role, @created_at, @last_used_at, @secret_hash)
  `)
  const selectBySecret = db.prepare<[string], TokenRow>(
    `SELECT ${TOKEN_COLUMNS} FROM tokens WHERE secret_hash = ?`,
  )
  const selectAll = db.prepare<[], TokenRow>(
    `SELECT ${TOKEN_COLUMNS} FROM tokens ORDER BY created_at, id`,
  )
  const touch = db.prepare<[Timestamp, string]>('UPDATE tokens SET last_used_at = ? WHERE id = ?')
  const remove = db.prepare<[string]>('DELETE FROM tokens WHERE id = ?')

  return {
    insertToken(token: Token, secretHash: string): void {
      insert.run({
        id: token.id,
        name: token.name,
        name_exact: toExactBytes(token.name),
        person_id: token.personId,
        role: token.role,
        created_at: token.createdAt,
        last_used_at: token.lastUsedAt,
        secret_hash: secretHash,
      })
    },
    findToken(secretHash: string): Token | null {
      const row = selectBySecret.get(secretHash)
      return row ? toToken(row) : null
    },
    listTokens: (): readonly Token[] => selectAll.all().map(toToken),
    touchToken: (tokenId: string, now: Timestamp): void => void touch.run(now, tokenId),
    deleteToken: (tokenId: string): boolean => remove.run(tokenId).changes === 1,
  }
}

function createLinks(db: Database) {
  const insert = db.prepare<[string, PersonId, Role, Timestamp]>(
    'INSERT INTO links (code_hash, person_id, role, expires_at) VALUES (?, ?, ?, ?)',
  )
  const take = db.prepare<[string], LinkRow>(
    'DELETE FROM links WHERE code_hash = ? RETURNING person_id AS personId, role, expires_at',
  )
  const removeExpired = db.prepare<[Timestamp]>('DELETE FROM links WHERE expires_at <= ?')

  return {
    insertLink({ codeHash, personId, role, expiresAt }: SignInLink): void {
      insert.run(codeHash, personId, role, expiresAt)
    },
    redeemLink(codeHash: string, now: Timestamp): Pick<SignInLink, 'personId' | 'role'> | null {
      const link = take.get(codeHash)
      removeExpired.run(now)
      if (!link || link.expires_at <= now) return null
      return { personId: link.personId, role: link.role }
    },
  }
}

function toDevice(row: DeviceRow): Device {
  return {
    id: row.id,
    name: toText(row.name, row.name_exact),
    personId: row.person_id,
    role: row.role,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
  }
}

function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: toText(row.name, row.name_exact),
    personId: row.person_id,
    role: row.role,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}
