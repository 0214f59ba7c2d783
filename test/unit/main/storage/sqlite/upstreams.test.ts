import { describe, expect, it } from 'vitest'
import { openStorage, TestDirectory, NOON } from './storage-fixture'
import { databaseOfVersion } from './migrations/old-database'
import type { StoredUpstream } from '@main/core/upstreams/upstream-store'

const GPU: StoredUpstream = {
  ...{ id: '01999999-9999-7999-8999-999999999999', name: 'gpu', address: 'http://gpu:11434' },
  ...{ weight: 2, drained: true, version: 1, createdAt: NOON },
}

describe('the stored servers', () => {
  it('begin with the first one, also in a database from before', async () => {
    using directory = new TestDirectory()
    databaseOfVersion(8, directory.file('port8000.db')).close()
    const storage = await openStorage(directory)
    expect(await storage.upstreams.list()).toEqual([
      {
        ...{ id: 'default', name: 'Ollama', address: null, weight: 1, drained: false, version: 1 },
        createdAt: 0,
      },
    ])
    await storage.close()
  })

  it('are changed only as they were seen', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const { upstreams } = storage
    await upstreams.insert(GPU)
    expect(await upstreams.update({ ...GPU, name: 'big', version: 2 })).toBe(true)
    expect(await upstreams.update({ ...GPU, name: 'late', version: 2 })).toBe(false)
    expect((await upstreams.list())[1]).toEqual({ ...GPU, name: 'big', version: 2 })
    await storage.close()
  })

  it('come back after a removal until they are forgotten; the first one is never removed', async () => {
    using directory = new TestDirectory()
    const storage = await openStorage(directory)
    const { upstreams } = storage
    await upstreams.insert(GPU)
    expect(await upstreams.remove('default', NOON)).toBe(false)
    expect(await upstreams.remove(GPU.id, NOON)).toBe(true)
    expect(await upstreams.remove(GPU.id, NOON)).toBe(false)
    expect(await upstreams.update({ ...GPU, version: 2 })).toBe(false)
    expect(await upstreams.restore(GPU.id)).toEqual(GPU)
    await upstreams.remove(GPU.id, NOON)
    await upstreams.forgetRemoved()
    expect(await upstreams.restore(GPU.id)).toBeNull()
    expect(await upstreams.list()).toHaveLength(1)
    await storage.close()
  })
})
