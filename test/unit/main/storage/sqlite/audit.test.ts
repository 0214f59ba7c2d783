import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { newId } from '@shared/model/new-id'
import { NOON, openStorage, TestDirectory } from './storage-fixture'

const entry = (at: number) => ({
  ...{ id: newId(at), at, action: 'tool.call' as const, actor: null, botId: 'BOT-001' },
  ...{ sessionId: newId(at), turnId: newId(at), subject: 'math.evaluate' },
  details: {
    ...{ argumentsHash: 'a'.repeat(64), argumentsBytes: 2, resultBytes: 3, durationMs: 1.5 },
    ...{ decision: 'granted' as const, state: 'done' as const },
  },
})

it('what was done is answered as it was written, newest first, page by page', async () => {
  using directory = new TestDirectory()
  const storage = await openStorage(directory)
  const entries = [1, 2, 3].map((n) => entry(NOON + n))
  for (const one of entries) await storage.audit.add(one)
  const newest = entries.toReversed()
  expect(await storage.audit.list({ limit: 2 })).toEqual({
    entries: newest.slice(0, 2),
    hasMore: true,
  })
  expect(await storage.audit.list({ before: newest[1]?.id, limit: 2 })).toEqual({
    entries: newest.slice(2),
    hasMore: false,
  })
  await storage.close()
})

it('what was done cannot be changed or deleted, whoever tries', async () => {
  using directory = new TestDirectory()
  const storage = await openStorage(directory)
  await storage.audit.add(entry(NOON))
  await storage.close()
  const db = new Database(directory.file('port8000.db'))
  expect(() => db.exec(`UPDATE audit SET actor = 'nobody'`)).toThrow('the audit is not changed')
  expect(() => db.exec('DELETE FROM audit')).toThrow('the audit is not deleted')
  db.close()
})
