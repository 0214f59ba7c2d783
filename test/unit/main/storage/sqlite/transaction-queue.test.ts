import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { TransactionQueue } from '@main/storage/sqlite/transaction-queue'

function setUp() {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE words (word TEXT NOT NULL UNIQUE)')
  const insert = db.prepare<[string]>('INSERT INTO words VALUES (?)')
  const select = db.prepare<[], string>('SELECT word FROM words ORDER BY rowid').pluck()
  const queue = new TransactionQueue(db, (error) => error)
  const add = (...words: readonly string[]) =>
    queue.add(() => {
      for (const word of words) insert.run(word)
      return select.all()
    })
  return { db, queue, add, words: () => select.all() }
}

describe('work that is asked for together', () => {
  it('runs in the order it came, each seeing what was done before it', async () => {
    const { add } = setUp()
    expect(await Promise.all([add('a'), add('b', 'c'), add()])).toEqual([
      ['a'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
  })

  it('shares one commit', async () => {
    const { db, queue } = setUp()
    let other = 0
    const begun = await Promise.all(
      [1, 2, 3].map(() => queue.add(() => [db.inTransaction, ++other])),
    )
    expect(begun).toEqual([
      [true, 1],
      [true, 2],
      [true, 3],
    ])
    expect(db.inTransaction).toBe(false)
  })

  it('is whole or not at all, one by one: what fails leaves nothing and takes nobody with it', async () => {
    const { add, words } = setUp()
    const results = await Promise.allSettled([
      add('a'),
      add('b', 'a'),
      add('c'),
      add('c', 'd'),
      add('e'),
    ])
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(words()).toEqual(['a', 'c', 'e'])
  })

  it('answers only what is committed', async () => {
    const { db, add, words } = setUp()
    const first = add('a')
    expect(words()).toEqual([])
    await first
    expect(db.inTransaction).toBe(false)
    expect(words()).toEqual(['a'])
  })

  it('is all refused, at once, where no transaction can begin', async () => {
    const { db, queue } = setUp()
    db.close()
    let runs = 0
    const work = () => queue.add(() => runs++)
    const results = await Promise.allSettled([work(), work()])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(runs).toBe(0)
  })

  it('is done before closing when it is flushed', async () => {
    const { queue, add, words } = setUp()
    const added = add('a')
    queue.flush()
    expect(words()).toEqual(['a'])
    expect(await added).toEqual(['a'])
  })
})
