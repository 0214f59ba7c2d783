import { describe, expect, it } from 'vitest'
import { NOON, openStorage, TestDirectory } from './storage-fixture'

const DEVICE = {
  id: 'device-1',
  name: 'Firefox on Linux',
  personId: 'owner',
  role: 'owner',
  createdAt: NOON,
  lastSeenAt: NOON,
} as const
const TOKEN = {
  id: 'token-1',
  name: 'nightly \ud83d',
  personId: 'owner',
  role: 'member',
  createdAt: NOON,
  lastUsedAt: null,
} as const

describe('devices and tokens', () => {
  it('are found by the hash of their secret until they are revoked, after a restart too', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    await storage.access.insertDevice(DEVICE, 'hash-d')
    await storage.access.insertToken(TOKEN, 'hash-t')
    await storage.close()

    const again = await openStorage(directory)
    const { access } = again
    expect(await access.findDevice('hash-d')).toEqual(DEVICE)
    expect(await access.findToken('hash-t')).toEqual(TOKEN)
    expect(await access.findDevice('hash-t')).toBeNull()
    expect(await access.findToken('hash-d')).toBeNull()
    expect(await access.listDevices()).toEqual([DEVICE])
    expect(await access.listTokens()).toEqual([TOKEN])

    expect(await access.deleteDevice('device-1')).toBe(true)
    expect(await access.deleteDevice('device-1')).toBe(false)
    expect(await access.deleteToken('token-1')).toBe(true)
    expect(await access.findDevice('hash-d')).toBeNull()
    expect(await access.findToken('hash-t')).toBeNull()
    await again.close()
  })

  it('say when they were last used', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const { access } = storage
    await access.insertDevice(DEVICE, 'hash-d')
    await access.insertToken(TOKEN, 'hash-t')
    await access.touchDevice('device-1', NOON + 5)
    await access.touchToken('token-1', NOON + 6)
    expect(await access.findDevice('hash-d')).toEqual({ ...DEVICE, lastSeenAt: NOON + 5 })
    expect(await access.findToken('hash-t')).toEqual({ ...TOKEN, lastUsedAt: NOON + 6 })
    await storage.close()
  })
})

describe('one-time links', () => {
  it('work once, of two who try in the same moment for one, and not after their time', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const { access } = storage
    await access.insertLink({
      codeHash: 'good',
      personId: 'owner',
      role: 'owner',
      expiresAt: NOON + 100,
    })
    await access.insertLink({
      codeHash: 'late',
      personId: 'owner',
      role: 'owner',
      expiresAt: NOON + 50,
    })
    const answers = await Promise.all([
      access.redeemLink('good', NOON + 49),
      access.redeemLink('good', NOON + 49),
    ])
    expect(answers).toEqual([{ personId: 'owner', role: 'owner' }, null])
    expect(await access.redeemLink('late', NOON + 50)).toBeNull()
    expect(await access.redeemLink('late', NOON)).toBeNull()
    expect(await access.redeemLink('unknown', NOON)).toBeNull()
    await storage.close()
  })

  it('that expired are dropped when another is used', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const { access } = storage
    await access.insertLink({ codeHash: 'old', personId: 'owner', role: 'viewer', expiresAt: NOON })
    await access.insertLink({
      codeHash: 'new',
      personId: 'owner',
      role: 'member',
      expiresAt: NOON + 100,
    })
    expect(await access.redeemLink('new', NOON + 1)).toEqual({
      personId: 'owner',
      role: 'member',
    })
    // Even a clock that steps back does not make it good again.
    expect(await access.redeemLink('old', NOON - 1)).toBeNull()
    await storage.close()
  })
})
