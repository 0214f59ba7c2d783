import { expect, it } from 'vitest'
import { openStorage, TestDirectory } from './storage-fixture'

it('keeps what was pinned of a model however it is spelt, after a restart too, until it is let go', async () => {
  using directory = new TestDirectory()
  const storage = await openStorage(directory)
  const pin = { contextLength: 16_384, numGpu: 0, numBatch: null }
  await storage.loadPins.set('Tiny', { contextLength: null, numGpu: 4, numBatch: 64 })
  await storage.loadPins.set('tiny:latest', pin)
  await storage.loadPins.set('other', { ...pin, numGpu: null })
  await storage.close()

  const again = await openStorage(directory)
  expect(await again.loadPins.list()).toEqual([
    { name: 'other', pin: { ...pin, numGpu: null } },
    { name: 'tiny:latest', pin },
  ])
  await again.loadPins.set('TINY', null)
  expect((await again.loadPins.list()).map(({ name }) => name)).toEqual(['other'])
  await again.close()
})
