import { describe, expect, it } from 'vitest'
import { newId } from '@shared/model/new-id'
import type { Storage } from '@main/core/storage/storage'
import {
  aBot,
  aSession,
  HARD_TEXTS,
  NOON,
  openStorage,
  openWithSession,
  TestDirectory,
} from './storage-fixture'
import { OWNER_READER } from '@test/support/first-person'

async function withTwo(directory: TestDirectory) {
  const { storage, session } = await openWithSession(directory)
  const other = await storage.sessions.insert(aSession({ updatedAt: NOON + 1 }), null)
  return { storage, session, other }
}

async function aFolder(storage: Storage, name = 'Work') {
  const folder = { id: newId(NOON), name, version: 1, createdAt: NOON }
  await storage.folders.insert(folder, 'owner')
  return folder
}

const idsOf = (sessions: readonly { readonly id: string }[]) => sessions.map(({ id }) => id)

describe('putting sessions in order', () => {
  it('changes what is named of one session, and nothing of another', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    const folder = await aFolder(storage)
    const [organised] = await storage.sessions.organise(
      {
        sessionIds: [session.id],
        folderId: folder.id,
        addTags: ['work', 'Zebra', 'apple'],
        pinned: true,
      },
      'owner',
    )
    expect(organised).toEqual({
      ...session,
      version: 2,
      folderId: folder.id,
      tags: ['apple', 'work', 'Zebra'],
      pinned: true,
    })
    expect(await storage.sessions.get(session.id)).toEqual(organised)
    expect(await storage.sessions.get(other.id)).toEqual(other)
    await storage.close()
  })

  it('does not change what is as it is wanted already, and passes over what is not there', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    await storage.sessions.delete(other.id, NOON)
    const sessions = await storage.sessions.organise(
      {
        sessionIds: [session.id, other.id, newId(NOON)],
        removeTags: ['never there'],
        archived: false,
      },
      'owner',
    )
    expect(sessions).toEqual([session])
    await storage.close()
  })

  it('refuses a folder that is not there, and more tags than a session takes, changing nothing', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    const sessionIds = [session.id, other.id]
    await storage.sessions.organise({ sessionIds: [other.id], addTags: ['one', 'two'] }, 'owner')
    await expect(
      storage.sessions.organise({ sessionIds, folderId: newId(NOON), pinned: true }, 'owner'),
    ).rejects.toMatchObject({ code: 'not_found' })
    const addTags = Array.from({ length: 19 }, (_, index) => `tag ${String(index)}`)
    await expect(storage.sessions.organise({ sessionIds, addTags }, 'owner')).rejects.toMatchObject(
      {
        code: 'invalid_input',
      },
    )
    expect(await storage.sessions.get(session.id)).toEqual(session)
    await storage.close()
  })

  it('lists by folder, tag, pin and archive, each by itself and together', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    const folder = await aFolder(storage)
    const third = await storage.sessions.insert(aSession({ updatedAt: NOON + 2 }), null)
    await storage.sessions.organise({ sessionIds: [session.id], folderId: folder.id }, 'owner')
    await storage.sessions.organise({ sessionIds: [session.id, other.id], addTags: ['a'] }, 'owner')
    await storage.sessions.organise({ sessionIds: [other.id], pinned: true }, 'owner')
    await storage.sessions.organise(
      { sessionIds: [third.id], archived: true, addTags: ['a'] },
      'owner',
    )
    const list = async (query: object) =>
      idsOf((await storage.sessions.list({ limit: 9, ...query }, OWNER_READER)).sessions)

    expect(await list({})).toEqual([other.id, session.id])
    expect(await list({ folderId: null })).toEqual([other.id])
    expect(await list({ folderId: folder.id })).toEqual([session.id])
    expect(await list({ tag: 'a' })).toEqual([other.id, session.id])
    expect(await list({ tag: 'a', archived: true })).toEqual([third.id])
    expect(await list({ tag: 'a', folderId: folder.id, botId: 'BOT-001' })).toEqual([session.id])
    expect(await list({ pinned: true })).toEqual([other.id])
    expect(await list({ pinned: false, archived: false })).toEqual([session.id])
    expect(await list({ archived: true })).toEqual([third.id])
    expect(await list({ tag: 'A' })).toEqual([])
    await storage.close()
  })

  it.each([
    '"',
    'x,"a',
    '["a',
    'a","b',
    '\\',
    'a\\',
    '%',
    ...Object.values(HARD_TEXTS).slice(0, 8),
  ])('finds the tag %j and no other one', async (tag) => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    await storage.sessions.organise({ sessionIds: [session.id], addTags: [tag, 'b'] }, 'owner')
    await storage.sessions.organise({ sessionIds: [other.id], addTags: ['a', 'b'] }, 'owner')
    const found = async (wanted: string) =>
      idsOf((await storage.sessions.list({ tag: wanted, limit: 9 }, OWNER_READER)).sessions)
    expect(await found(tag)).toEqual([session.id])
    expect(await found('a')).toEqual([other.id])
    expect(await found('b')).toEqual([other.id, session.id])
    await storage.close()
  })

  it('deletes and brings back many at once, and says which', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    const third = await storage.sessions.insert(aSession(), null)
    await storage.sessions.delete(third.id, NOON)
    const all = [session.id, other.id, third.id]
    expect(await storage.sessions.deleteMany(all, NOON + 5)).toEqual([session.id, other.id])
    expect((await storage.sessions.list({ limit: 9 }, OWNER_READER)).sessions).toEqual([])
    expect(await storage.sessions.restoreMany([session.id, newId(NOON)])).toEqual([session])
    expect(await storage.sessions.get(other.id)).toBeNull()
    await storage.close()
  })

  it('answers a rename of an old version with the session as it is now', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await withTwo(directory)
    const current = await storage.sessions.rename(session.id, 'Theirs', 1)
    await expect(storage.sessions.rename(session.id, 'Mine', 1)).rejects.toMatchObject({
      code: 'conflict',
      current,
    })
    await storage.close()
  })
})

describe('tags', () => {
  it('are counted over all sessions but those in the bin', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    const third = await storage.sessions.insert(aSession(), null)
    await storage.sessions.organise(
      {
        sessionIds: [session.id, other.id, third.id],
        addTags: ['b'],
      },
      'owner',
    )
    await storage.sessions.organise(
      { sessionIds: [session.id], addTags: ['a'], archived: true },
      'owner',
    )
    await storage.sessions.delete(third.id, NOON)
    expect(await storage.tags.list(OWNER_READER)).toEqual([
      { tag: 'a', count: 1 },
      { tag: 'b', count: 2 },
    ])
    await storage.close()
  })

  it('get another name everywhere, in the bin too, also that of one that is there', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    await storage.sessions.organise({ sessionIds: [session.id, other.id], addTags: ['b'] }, 'owner')
    await storage.sessions.organise({ sessionIds: [session.id], addTags: ['a'] }, 'owner')
    await storage.sessions.delete(other.id, NOON)
    const { sessions, count } = await storage.tags.replace('b', 'a', 'owner', 10)
    expect([sessions.map(({ tags }) => tags), count]).toEqual([[['a']], 2])
    expect(await storage.sessions.restore(other.id)).toMatchObject({ tags: ['a'] })
    expect(await storage.tags.replace('a', null, 'owner', 1)).toMatchObject({ count: 1 })
    expect(await storage.tags.replace('a', null, 'owner', 1)).toMatchObject({ count: 1 })
    expect(await storage.tags.replace('a', null, 'owner', 1)).toEqual({ sessions: [], count: 0 })
    expect(await storage.tags.list(OWNER_READER)).toEqual([])
    await storage.close()
  })
})

describe('folders', () => {
  it('are listed by name, however it is written', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    for (const name of ['work', 'Art', HARD_TEXTS['a lone low surrogate']])
      await aFolder(storage, name)
    const names = (await storage.folders.list('owner')).map(({ name }) => name)
    expect(names.slice(0, 2)).toEqual(['Art', 'work'])
    expect(names[2]).toBe(HARD_TEXTS['a lone low surrogate'])
    await storage.close()
  })

  it('answer a rename of an old version with the folder as it is now', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const { id } = await aFolder(storage)
    const current = await storage.folders.rename({
      folderId: id,
      personId: 'owner',
      name: 'Theirs',
      version: 1,
    })
    expect(current).toMatchObject({ name: 'Theirs', version: 2 })
    await expect(
      storage.folders.rename({ folderId: id, personId: 'owner', name: 'Mine', version: 1 }),
    ).rejects.toMatchObject({
      code: 'conflict',
      current,
    })
    expect(
      await storage.folders.rename({ folderId: newId(NOON), personId: 'owner', name: 'x' }),
    ).toBeNull()
    await storage.close()
  })

  it('leave their sessions behind when deleted, and come back with those that went nowhere else', async () => {
    using directory = new TestDirectory()
    const { storage, session, other } = await withTwo(directory)
    const binned = await storage.sessions.insert(aSession(), null)
    const [work, art] = [await aFolder(storage), await aFolder(storage, 'Art')]
    const sessionIds = [session.id, other.id, binned.id]
    await storage.sessions.organise({ sessionIds, folderId: work.id }, 'owner')
    await storage.sessions.delete(binned.id, NOON)

    const left = await storage.folders.delete(work.id, 'owner', NOON)
    expect(left?.map(({ id, folderId }) => [id, folderId]).sort()).toEqual(
      [
        [session.id, null],
        [other.id, null],
      ].sort(),
    )
    expect(await storage.folders.delete(work.id, 'owner', NOON)).toBeNull()
    expect(await storage.folders.list('owner')).toEqual([art])
    expect(await storage.sessions.restore(binned.id)).toMatchObject({ folderId: null })
    await storage.sessions.organise({ sessionIds: [other.id], folderId: art.id }, 'owner')

    const restored = await storage.folders.restore(work.id, 'owner')
    expect(restored?.folder).toEqual(work)
    expect(idsOf(restored?.sessions ?? []).sort()).toEqual([session.id, binned.id].sort())
    expect(await storage.sessions.get(other.id)).toMatchObject({ folderId: art.id })
    expect(await storage.folders.restore(work.id, 'owner')).toBeNull()
    await storage.close()
  })

  it('are forgotten once they were deleted long enough ago', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await withTwo(directory)
    const [old, young] = [await aFolder(storage), await aFolder(storage, 'Art')]
    await storage.sessions.organise({ sessionIds: [session.id], folderId: old.id }, 'owner')
    await storage.folders.delete(old.id, 'owner', NOON - 1)
    await storage.folders.delete(young.id, 'owner', NOON)
    await storage.folders.forgetDeleted(NOON)
    expect(await storage.folders.restore(old.id, 'owner')).toBeNull()
    expect(await storage.folders.restore(young.id, 'owner')).not.toBeNull()
    await storage.close()
  })

  it('of a deleted bot keep its sessions out of sight', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await withTwo(directory)
    await storage.bots.insert(aBot({ id: 'BOT-002' }))
    const theirs = await storage.sessions.insert(aSession({ botId: 'BOT-002' }), null)
    const folder = await aFolder(storage)
    const sessionIds = [session.id, theirs.id]
    await storage.sessions.organise({ sessionIds, folderId: folder.id }, 'owner')
    await storage.bots.delete('BOT-002', NOON)
    const { sessions } = await storage.sessions.list(
      { folderId: folder.id, limit: 9 },
      OWNER_READER,
    )
    expect(idsOf(sessions)).toEqual([session.id])
    expect(idsOf((await storage.folders.delete(folder.id, 'owner', NOON)) ?? [])).toEqual([
      session.id,
    ])
    await storage.close()
  })
})
