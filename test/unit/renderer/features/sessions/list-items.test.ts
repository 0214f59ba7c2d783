import { describe, expect, it } from 'vitest'
import { listItems } from '@renderer/features/sessions/list-items'
import type { ListContent } from '@renderer/features/sessions/list-items'
import { NOW, buildSession, sessionIdOf } from '../../support/builders'

const FOLDER = { id: sessionIdOf(90), name: 'Work', version: 1, createdAt: NOW }
const other = { ...FOLDER, id: sessionIdOf(91), name: 'art' }

const session = (number: number, changes: Parameters<typeof buildSession>[0] = {}) =>
  buildSession({ id: sessionIdOf(number), updatedAt: NOW - number * 1_000, ...changes })

/** The rows in words: a heading’s label, or the id of what the row stands for. */
const rows = (content: Partial<ListContent>) =>
  listItems({
    sessions: [],
    folders: [],
    scope: { kind: 'bot', botId: 'BOT-001' },
    tag: null,
    now: NOW,
    ...content,
  }).map((item) => (item.kind === 'heading' ? item.label : item.key))

describe('the rows of the list', () => {
  it('has what is pinned first, then the folders by name, then the days', () => {
    const sessions = [session(1), session(2, { pinned: true }), session(3)]
    expect(rows({ sessions, folders: [FOLDER, other] })).toEqual([
      ...['Pinned', sessionIdOf(2)],
      ...['Folders', other.id, FOLDER.id],
      ...['Today', sessionIdOf(1), sessionIdOf(3)],
    ])
  })

  it('finds what is in a folder there, with that of other bots, and not among the bot’s own', () => {
    const sessions = [
      session(1, { folderId: FOLDER.id }),
      session(2, { folderId: FOLDER.id, botId: 'BOT-002' }),
      session(3),
      session(4, { folderId: FOLDER.id, pinned: true }),
    ]
    expect(rows({ sessions, folders: [FOLDER] })).toEqual([
      ...['Pinned', sessionIdOf(4), 'Folders', FOLDER.id, 'Today', sessionIdOf(3)],
    ])
    expect(rows({ sessions, scope: { kind: 'folder', folderId: FOLDER.id } })).toEqual([
      ...['Pinned', sessionIdOf(4), 'Today', sessionIdOf(1), sessionIdOf(2)],
    ])
  })

  it('has what is archived in the archive only', () => {
    const sessions = [session(1, { archived: true, folderId: FOLDER.id }), session(2)]
    expect(rows({ sessions })).toEqual(['Today', sessionIdOf(2)])
    expect(rows({ sessions, scope: { kind: 'folder', folderId: FOLDER.id } })).toEqual([])
    expect(rows({ sessions, scope: { kind: 'archive' } })).toEqual(['Today', sessionIdOf(1)])
  })

  it('finds by a tag whatever has it, in a folder or not', () => {
    const sessions = [
      session(1, { tags: ['a', 'b'], folderId: FOLDER.id }),
      session(2, { tags: ['a'] }),
      session(3, { tags: ['A'] }),
    ]
    expect(rows({ sessions, folders: [FOLDER], tag: 'a' })).toEqual([
      ...['Today', sessionIdOf(1), sessionIdOf(2)],
    ])
  })

  it('shows a session whose folder went away before that was told', () => {
    const sessions = [session(1, { folderId: sessionIdOf(99) })]
    expect(rows({ sessions, folders: [FOLDER] })).toContain(sessionIdOf(1))
  })
})
