import { describe, expect, it } from 'vitest'
import type { Attachment } from '@shared/model/message-details'
import { newId } from '@shared/model/new-id'
import { aSend, anEnding, NOON, openWithSession, TestDirectory } from './storage-fixture'
import { OWNER_READER } from '@test/support/first-person'

const aPicture = (letter: string): Attachment => ({
  hash: letter.repeat(64),
  name: `${letter}.png`,
  type: 'image/png',
  ...{ size: 12, width: 2, height: 3 },
})
const LATER = NOON + 1

describe('pictures', () => {
  it('are answered as they came, and once more under the name they came by last', async () => {
    using directory = new TestDirectory()
    const { storage } = await openWithSession(directory)
    await storage.attachments.put(aPicture('a'), 'owner', NOON)
    await storage.attachments.put({ ...aPicture('a'), name: 'again.png' }, 'owner', NOON)
    expect(await storage.attachments.get('a'.repeat(64), OWNER_READER)).toEqual({
      ...aPicture('a'),
      name: 'again.png',
    })
    expect(await storage.attachments.get('b'.repeat(64), OWNER_READER)).toBeNull()
    await storage.close()
  })

  it('are unused until a message has them, in the session or waiting, and again once it is gone', async () => {
    using directory = new TestDirectory()
    const { storage, session } = await openWithSession(directory)
    const unused = async () =>
      (await storage.attachments.unused(LATER, 9)).map((hash) => hash.charAt(0)).toSorted()
    for (const letter of ['a', 'b', 'c'])
      await storage.attachments.put(aPicture(letter), 'owner', NOON)
    expect(await unused()).toEqual(['a', 'b', 'c'])

    const said = aSend(session.id, { details: { attachments: [aPicture('a')] } })
    await storage.turns.send(said)
    const waiting = aSend(session.id, { start: false, details: { attachments: [aPicture('b')] } })
    await storage.turns.send(waiting)
    expect(await unused()).toEqual(['c'])

    // A withdrawn message has nothing; one that begins has it in the session.
    await storage.turns.withdraw(session.id, waiting.turnId)
    expect(await unused()).toEqual(['b', 'c'])
    await storage.turns.end(anEnding(said))

    const { messages } = await storage.messages.page({ sessionId: session.id, limit: 9 })
    const fork = { sessionId: session.id, messageId: messages[0]?.id ?? '', id: newId(NOON) }
    const copy = await storage.sessions.fork({ ...fork, title: '', now: NOON, personId: 'owner' })
    await purge(storage, session.id)
    expect(await unused()).toEqual(['b', 'c'])
    await purge(storage, copy?.id ?? '')
    expect(await unused()).toEqual(['a', 'b', 'c'])
    await storage.close()
  })

  it('count as new once somebody is about to send them', async () => {
    using directory = new TestDirectory()
    const { storage } = await openWithSession(directory)
    await storage.attachments.put(aPicture('a'), 'owner', NOON)
    await storage.attachments.put(aPicture('b'), 'owner', NOON)
    const asked = ['b', 'c'].map((letter) => letter.repeat(64))
    expect(await storage.attachments.claim(asked, OWNER_READER, LATER)).toEqual([aPicture('b')])
    expect(await storage.attachments.unused(LATER, 9)).toEqual(['a'.repeat(64)])
    expect(await storage.attachments.isUnused('a'.repeat(64), LATER)).toBe(true)
    expect(await storage.attachments.isUnused('b'.repeat(64), LATER)).toBe(false)
    await storage.attachments.forget('a'.repeat(64))
    expect(await storage.attachments.get('a'.repeat(64), OWNER_READER)).toBeNull()
    await storage.close()
  })
})

async function purge(
  storage: Awaited<ReturnType<typeof openWithSession>>['storage'],
  sessionId: string,
): Promise<void> {
  await storage.sessions.delete(sessionId, NOON)
  await storage.bin.purge([sessionId], NOON)
  while (await storage.bin.clear());
}
