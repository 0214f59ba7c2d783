import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '@main/core/search/parse-query'
import type { SearchQuery } from '@main/core/search/search-store'
import type { Storage } from '@main/core/storage/storage'
import type { Session } from '@shared/model/session'
import { databaseOfVersion, fillVersion1 } from './migrations/old-database'
import {
  NOON,
  TestDirectory,
  aBot,
  aSend,
  aSession,
  anEnding,
  openStorage,
  openWithSession,
} from './storage-fixture'
import { anyText } from '@test/support/any-text'
import { OWNER_READER } from '@test/support/first-person'

const DAY = 86_400_000

function queryOf(text: string, changes: Partial<SearchQuery> = {}): SearchQuery {
  const { bots: _, ...query } = parseQuery(text)
  return {
    ...query,
    reader: OWNER_READER,
    botIds: null,
    limit: 20,
    offset: 0,
    now: NOON,
    ...changes,
  }
}

/** A storage, and what is found in it. */
class Searched implements AsyncDisposable {
  readonly #directory = new TestDirectory()
  #opened: { readonly storage: Storage; readonly session: Session } | null = null

  static async open(...texts: readonly string[]): Promise<Searched> {
    const searched = new Searched()
    searched.#opened = await openWithSession(searched.#directory)
    for (const text of texts) await searched.say(text)
    return searched
  }

  get storage(): Storage {
    return this.#open.storage
  }

  get session(): Session {
    return this.#open.session
  }

  get #open() {
    if (this.#opened === null) throw new Error('Not open.')
    return this.#opened
  }

  /** Something a person said, answered with `reply`. */
  async say(text: string, reply = '-', session = this.session, now = NOON): Promise<void> {
    const sent = aSend(session.id, { text, now, title: '' })
    await this.storage.turns.send(sent)
    const said = await this.storage.messages.get(sent.messageId)
    await this.storage.turns.end(anEnding(sent, { parentSeq: said?.seq ?? 0, text: reply }))
  }

  search(text: string, changes?: Partial<SearchQuery>) {
    return this.storage.search.search(queryOf(text, changes), {})
  }

  /** The texts found, best first. */
  async texts(text: string, changes?: Partial<SearchQuery>): Promise<readonly string[]> {
    const { groups } = await this.search(text, changes)
    return groups.flatMap(({ hits }) => hits.map(({ snippet }) => snippet.text))
  }

  /** What no method of the storage does yet. */
  write(sql: string): void {
    const db = new Database(this.#directory.file('port8000.db'))
    db.exec(sql)
    db.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.storage.close()
    this.#directory[Symbol.dispose]()
  }
}

/** The target has no `await using`. */
async function searching(
  texts: readonly string[],
  test: (searched: Searched) => Promise<void>,
): Promise<void> {
  const searched = await Searched.open(...texts)
  try {
    await test(searched)
  } finally {
    await searched[Symbol.asyncDispose]()
  }
}

const TEXTS = [
  'The café at noon',
  'transactionQueue and socketClient',
  '東京タワーに行きました',
  '한국어를 배운다',
  'red blue green',
  'blue then red',
  'ภาษาไทยง่าย',
  'Nguyễn đã đến',
  'plain `code` here',
  'see\n```js\nlet x = 1\n```',
] as const

describe('search', () => {
  it.each([
    ['cafe', ['The café at noon']],
    ['CAFÉ', ['The café at noon']],
    ['caf', ['The café at noon']],
    ['Queue', ['transactionQueue and socketClient']],
    ['cketcl', ['transactionQueue and socketClient']],
    ['queue client', ['transactionQueue and socketClient']],
    ['東京', ['東京タワーに行きました']],
    ['タワー', ['東京タワーに行きました']],
    ['た', ['東京タワーに行きました']],
    ['東京 行き', ['東京タワーに行きました']],
    ['京東', []],
    ['한국', ['한국어를 배운다']],
    ['ไทย', ['ภาษาไทยง่าย']],
    ['nguyen đen', ['Nguyễn đã đến']],
    ['"red blue"', ['red blue green']],
    ['blue -green', ['blue then red']],
    ['-green -blue -"-" xyzzy', []],
    ['"at noon" cafe', ['The café at noon']],
    ['has:code', ['see let x = 1 ']],
    ['let has:code', ['see let x = 1 ']],
    ['plain has:code', []],
    ['東京 -タワー', []],
    ['東京 -大阪', ['東京タワーに行きました']],
    ['absent', []],
  ])('finds for %j', async (query, expected) => {
    await searching(TEXTS, async (searched) => {
      expect(await searched.texts(query)).toEqual(expected)
    })
  })

  it('puts what has the words whole and together before what has them apart or inside others', async () => {
    const texts = [
      'the turntables are a big band story',
      'big turn',
      'turn to a page: long and big',
    ]
    await searching(texts, async (searched) => {
      expect(await searched.texts('big turn')).toEqual(['big turn', texts[2], texts[0]])
    })
  })

  it('filters by author, bot and day', async () => {
    await searching([], async (searched) => {
      const { storage } = searched
      await storage.bots.insert(aBot({ id: 'BOT-002' }))
      const other = await storage.sessions.insert(aSession({ botId: 'BOT-002' }), null)
      await searched.say('apple old', 'apple answer', searched.session, NOON - 3 * DAY)
      await searched.say('apple other', '-', other)
      expect(await searched.texts('apple from:me')).toEqual(['apple other', 'apple old'])
      expect(await searched.texts('apple from:bot')).toEqual(['apple answer'])
      expect(await searched.texts('apple', { botIds: ['BOT-002'] })).toEqual(['apple other'])
      expect(await searched.texts('apple', { botIds: [] })).toEqual([])
      expect(await searched.texts('apple old', { before: NOON - DAY })).toEqual(['apple old'])
      expect(await searched.texts('apple', { after: NOON - DAY })).toEqual(['apple other'])
      expect(await searched.texts('from:me', { after: NOON - DAY })).toEqual(['apple other'])
    })
  })

  it('groups by session, with the title where it was found, three hits and how many there are', async () => {
    await searching([], async (searched) => {
      for (let index = 0; index < 5; index += 1) await searched.say(`pear ${index}`)
      await searched.storage.sessions.rename(searched.session.id, 'Pears of all kinds')
      const titled = await searched.storage.sessions.insert(
        aSession({ title: 'Poires, péars' }),
        null,
      )
      const { groups, ...rest } = await searched.search('pear')
      expect(rest).toEqual({
        messageCount: 5,
        sessionCount: 2,
        isExact: true,
        hasMore: false,
        indexing: null,
      })
      expect(
        groups.map(({ session, titleRanges, hits, hitCount }) => [
          session.title,
          titleRanges,
          hits.length,
          hitCount,
        ]),
      ).toEqual([
        ['Pears of all kinds', [{ offset: 0, length: 4 }], 3, 5],
        ['Poires, péars', [{ offset: 8, length: 4 }], 0, 0],
      ])
      expect(groups[1]?.session.id).toBe(titled.id)
      expect((await searched.search('pear', { limit: 1, offset: 1 })).groups).toEqual([groups[1]])
      expect(await searched.search('pear', { limit: 1 })).toMatchObject({ hasMore: true })
    })
  })

  it('finds what was said as soon as it is stored, also inside words', async () => {
    await searching(['first'], async (searched) => {
      expect(await searched.texts('rst')).toEqual(['first'])
      await searched.say('burst', 'the Wurster')
      expect(await searched.texts('urst')).toEqual(['burst', 'the Wurster'])
      await searched.say('大阪です')
      expect(await searched.texts('阪で')).toEqual(['大阪です'])
    })
  })

  it('does not find what a deleted session or bot holds until it is back', async () => {
    await searching(['hidden words'], async (searched) => {
      const { storage, session } = searched
      await storage.sessions.rename(session.id, 'hidden title')
      await storage.sessions.delete(session.id, NOON)
      expect(await searched.search('hidden')).toMatchObject({ messageCount: 0, sessionCount: 0 })
      await storage.sessions.restore(session.id)
      expect(await searched.texts('hidden')).toEqual(['hidden words'])
      await storage.bots.delete('BOT-001', NOON)
      expect(await searched.search('hidden')).toMatchObject({ messageCount: 0, sessionCount: 0 })
    })
  })

  it('filters by tags, folder and archive, and finds words of tags', async () => {
    await searching(['plum one'], async (searched) => {
      const { storage } = searched
      const put = async (changes: Partial<Session>, text: string) => {
        const session = await storage.sessions.insert(aSession(changes), null)
        await searched.say(text, '-', session)
      }
      searched.write(`INSERT INTO folders (id, name, version, created_at)
        VALUES ('folder-1', 'Höfe', 1, 1), ('folder-2', 'Work', 1, 1)`)
      await put({ tags: ['to do', 'Späti'], folderId: 'folder-1' }, 'plum two')
      await put({ tags: ['to do'], archived: true, folderId: 'folder-2' }, 'plum three')
      for (const [query, texts] of [
        ['plum tag:"To do"', ['plum three', 'plum two']],
        ['plum tag:"to do" tag:spati', ['plum two']],
        ['plum tag:to', []],
        ['plum tag:nothing', []],
        ['plum folder:hofe', ['plum two']],
        ['plum folder:"work" folder:höfe', ['plum three', 'plum two']],
        ['plum folder:nowhere', []],
        ['plum is:archived', ['plum three']],
        ['tag:späti from:me', ['plum two']],
        ['plum', ['plum three', 'plum two', 'plum one']],
      ] as const)
        expect([query, (await searched.texts(query)).toSorted()]).toEqual([query, texts.toSorted()])
      const { groups } = await searched.search('spati')
      expect(groups).toMatchObject([
        { titleRanges: [], hits: [], session: { tags: ['to do', 'Späti'] } },
      ])
      searched.write(`UPDATE sessions SET tags = '["urgent"]' WHERE tags = '["to do"]'`)
      expect((await searched.search('urge')).sessionCount).toBe(1)
      expect((await searched.search('"to do"')).sessionCount).toBe(1)
    })
  })

  it('finds what is in a version that is not shown, and says so', async () => {
    await searching(['grape first'], async (searched) => {
      const { storage, session } = searched
      searched.write(`INSERT INTO messages (id, session_id, seq, parent_seq, author, text, status, created_at)
          VALUES ('other', '${session.id}', 3, 0, 'person', 'grape again', 'complete', ${NOON});
        UPDATE sessions SET last_seq = 3, head_seq = 3 WHERE id = '${session.id}'`)
      const hits = async () => {
        const { groups } = await searched.search('grape')
        return groups.flatMap((group) =>
          group.hits.map(({ snippet, isVisible }) => [snippet.text, isVisible]),
        )
      }
      expect(await hits()).toEqual([
        ['grape again', true],
        ['grape first', false],
      ])
      await storage.sessions.switchBranch(session.id, 1)
      expect(await hits()).toEqual([
        ['grape again', false],
        ['grape first', true],
      ])
    })
  })

  it('finds a text in the version of a session that is shown, and not in a deleted one', async () => {
    await searching(['kiwi first'], async (searched) => {
      const { storage, session } = searched
      searched.write(`INSERT INTO messages (id, session_id, seq, parent_seq, author, text, status, created_at)
          VALUES ('other', '${session.id}', 3, 0, 'person', 'Kiwi again, kiwi', 'complete', ${NOON});
        UPDATE sessions SET last_seq = 3, head_seq = 3 WHERE id = '${session.id}'`)
      const find = (text: string) => storage.search.find({ sessionId: session.id, text }, {})
      expect(await find('kiwi')).toEqual({
        matches: [{ messageId: 'other', seq: 3, words: ['Kiwi', 'kiwi'] }],
        isExact: true,
      })
      await storage.sessions.switchBranch(session.id, 1)
      expect((await find('kiwi')).matches).toMatchObject([{ seq: 1, words: ['kiwi'] }])
      await storage.sessions.delete(session.id, NOON)
      expect((await find('kiwi')).matches).toEqual([])
    })
  })

  it('answers the newest 1,000 messages that have a text, and says that there are more', async () => {
    await searching([], async (searched) => {
      const { session } = searched
      searched.write(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
        INSERT INTO messages (id, session_id, seq, author, text, status, created_at)
          SELECT 'm' || i, '${session.id}', i, 'person', 'same', 'complete', 1 FROM n;
        UPDATE sessions SET last_seq = 1200 WHERE id = '${session.id}'`)
      const find = { sessionId: session.id, text: 'same' }
      const { matches, isExact } = await searched.storage.search.find(find, {})
      expect([matches.length, matches[0]?.seq, matches.at(-1)?.seq, isExact]).toEqual([
        1_000,
        201,
        1_200,
        false,
      ])
    })
  })

  it('counts up to 500 and says that there is more', async () => {
    await searching([], async (searched) => {
      await Promise.all(Array.from({ length: 260 }, (_, n) => searched.say(`many ${n}`, 'many')))
      expect(await searched.search('many')).toMatchObject({ messageCount: 500, isExact: false })
      expect(await searched.search('many from:me')).toMatchObject({
        messageCount: 260,
        isExact: true,
      })
    })
  })

  it('gives an older search of the same searcher up, and no other', async () => {
    await searching(TEXTS, async (searched) => {
      const { search } = searched.storage
      const [me, somebody] = [{}, {}]
      const asked = [
        search.search(queryOf('blue'), me),
        search.search(queryOf('blue'), somebody),
        search.search(queryOf('red'), me),
        search.search(queryOf('green'), me),
      ]
      const [first, other, second, last] = await Promise.allSettled(asked)
      expect(first).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } })
      expect(second).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } })
      expect(other).toMatchObject({ status: 'fulfilled', value: { messageCount: 2 } })
      expect(last).toMatchObject({ status: 'fulfilled', value: { messageCount: 1 } })
    })
  })

  it('indexes a large file of before in the background, says how far it is, and finds what is said meanwhile', async () => {
    using directory = new TestDirectory()
    const db = databaseOfVersion(1, directory.file('port8000.db'))
    fillVersion1(db)
    const insert =
      db.prepare(`INSERT INTO messages (id, session_id, seq, author, text, status, created_at)
      VALUES (?, 'session-1', ?, 'person', ?, 'complete', ?)`)
    db.transaction(() => {
      for (let seq = 3; seq <= 4_000; seq += 1) insert.run(`m-${seq}`, seq, `word${seq}x`, NOON)
      db.exec(`UPDATE sessions SET last_seq = 4000`)
    })()
    db.close()
    const storage = await openStorage(directory)
    storage.search.prepare()
    const find = (text: string) => storage.search.search(queryOf(text), {})
    const sent = aSend('session-1', { text: 'said meanwhile', title: '' })
    await storage.turns.send(sent)
    expect(await find('meanwhile')).toMatchObject({ messageCount: 1 })
    await expect
      .poll(async () => (await find('word3x')).indexing, { interval: 5, timeout: 20_000 })
      .toBeNull()
    expect(await find('"word3x"')).toMatchObject({ messageCount: 1 })
    expect(await find('"word4000x"')).toMatchObject({ messageCount: 1 })
    expect(await find('meanwhile')).toMatchObject({ messageCount: 1 })
    await storage.close()
  })

  it('answers any input, and changes nothing by it', async () => {
    await searching(TEXTS, async (searched) => {
      const piece = fc.oneof(
        anyText(10),
        fc.constantFrom(
          '"',
          '-',
          '*',
          '^',
          '(',
          ')',
          ' OR ',
          ' NEAR(',
          '東',
          '\0',
          "'; DROP TABLE messages; --",
          'tag:"',
          'folder:',
          ' is:archived ',
          ' has:code ',
          ' before:2026 ',
          '\ue000c',
        ),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
          const { messageCount, isExact } = await searched.search(pieces.join(''))
          expect(messageCount).toBeLessThanOrEqual(TEXTS.length * 2)
          expect(isExact).toBe(true)
        }),
        { numRuns: 150 },
      )
      expect(await searched.texts('cafe')).toEqual(['The café at noon'])
    })
  })
})
