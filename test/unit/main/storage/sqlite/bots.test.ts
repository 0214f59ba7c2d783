import { describe, expect, it } from 'vitest'
import {
  aBot,
  aSend,
  aSession,
  HARD_TEXTS,
  NOON,
  openStorage,
  TestDirectory,
} from './storage-fixture'
import { OWNER_READER } from '@test/support/first-person'

describe('bots', () => {
  it('reads back what was stored, after a restart too, by id', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const guide = aBot({ id: 'GUIDE', engine: 'guide', model: null, emoji: '📖', color: 'amber' })
    const picky = aBot({ id: 'PICKY', options: { topK: 20, stop: ['\n', '\ud800'], think: 'low' } })
    await storage.bots.insert(guide)
    await storage.bots.insert(aBot())
    await storage.bots.insert(picky)
    await storage.bots.setLaunched('GUIDE', true)
    await storage.close()

    const again = await openStorage(directory)
    expect(await again.bots.list()).toEqual([
      { bot: aBot(), launched: false },
      { bot: guide, launched: true },
      { bot: picky, launched: false },
    ])
    const changed = { ...picky, version: 2, options: {} }
    expect(await again.bots.update(changed)).toBe(true)
    expect(await again.bots.list()).toContainEqual({ bot: changed, launched: false })
    await again.close()
  })

  it.each(Object.entries(HARD_TEXTS))('keeps %s exactly', async (_, text) => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const bot = aBot({ name: text, instructions: text, emoji: text, model: text })
    await storage.bots.insert(bot)
    const changed = { ...bot, version: 2, name: `${text}!`, instructions: `${text}!` }
    expect(await storage.bots.list()).toEqual([{ bot, launched: false }])
    expect(await storage.bots.update(changed)).toBe(true)
    expect(await storage.bots.list()).toEqual([{ bot: changed, launched: false }])
    await storage.close()
  })

  it('refuses an id that was ever used, also by a deleted bot', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    await storage.bots.insert(aBot())
    await expect(storage.bots.insert(aBot())).rejects.toMatchObject({ code: 'conflict' })
    await storage.bots.delete('BOT-001', NOON)
    await expect(storage.bots.insert(aBot())).rejects.toMatchObject({ code: 'conflict' })
    expect(await storage.bots.usedIds()).toEqual(['BOT-001'])
    await storage.close()
  })

  it('stores a change only over the version it was made from', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    await storage.bots.insert(aBot())
    expect(await storage.bots.update(aBot({ version: 2, name: 'First' }))).toBe(true)
    expect(await storage.bots.update(aBot({ version: 2, name: 'Second' }))).toBe(false)
    expect((await storage.bots.list())[0]?.bot.name).toBe('First')
    expect(await storage.bots.update(aBot({ id: 'BOT-404', version: 2 }))).toBe(false)
    await storage.close()
  })

  it('hides a deleted bot and its sessions, and brings both back', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    await storage.bots.insert(aBot())
    await storage.bots.setLaunched('BOT-001', true)
    const session = await storage.sessions.insert(aSession(), null)

    expect(await storage.bots.delete('BOT-001', NOON)).toBe(true)
    expect(await storage.bots.delete('BOT-001', NOON)).toBe(false)
    expect(await storage.bots.list()).toEqual([])
    expect(await storage.sessions.get(session.id)).toBeNull()
    expect(await storage.sessions.list({ limit: 10 }, OWNER_READER)).toEqual({
      sessions: [],
      hasMore: false,
    })
    expect(
      await storage.sessions.list({ botId: 'BOT-001', limit: 10 }, OWNER_READER),
    ).toMatchObject({
      sessions: [],
    })
    expect(await storage.sessions.rename(session.id, 'x')).toBeNull()
    expect(await storage.sessions.restore(session.id)).toBeNull()
    await expect(storage.turns.send(aSend(session.id))).rejects.toMatchObject({ code: 'not_found' })
    await expect(storage.sessions.insert(aSession(), null)).rejects.toMatchObject({
      code: 'not_found',
    })

    // What is not there does not run, so an undone deletion does not launch it by surprise.
    expect(await storage.bots.restore('BOT-001')).toEqual({ bot: aBot(), launched: false })
    expect(await storage.bots.restore('BOT-001')).toBeNull()
    expect(await storage.sessions.get(session.id)).toEqual(session)
    await storage.close()
  })
})
