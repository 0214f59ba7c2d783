import { describe, expect, it } from 'vitest'
import { inverseOf } from '@renderer/features/sessions/inverse-of'
import { buildSession, sessionIdOf } from '../../support/builders'

const [one, two, three] = [sessionIdOf(1), sessionIdOf(2), sessionIdOf(3)]
const folderId = sessionIdOf(90)

describe('taking changes back', () => {
  it('brings each session back to where it was, those from one place together', () => {
    const before = [
      buildSession({ id: one }),
      buildSession({ id: two, folderId }),
      buildSession({ id: three }),
    ]
    expect(inverseOf(before, { folderId: sessionIdOf(91) })).toEqual([
      { sessionIds: [one, three], folderId: null },
      { sessionIds: [two], folderId },
    ])
  })

  it('leaves alone what was as it was wanted before', () => {
    const before = [
      buildSession({ id: one, archived: true, folderId, pinned: true }),
      buildSession({ id: two, pinned: true }),
    ]
    expect(inverseOf(before, { archived: true, folderId, pinned: true })).toEqual([
      { sessionIds: [two], archived: false, folderId: null },
    ])
  })

  it('takes off the tags that were new, and puts back those that were there', () => {
    const before = [
      buildSession({ id: one, tags: ['a', 'old'] }),
      buildSession({ id: two, tags: ['b'] }),
    ]
    expect(inverseOf(before, { addTags: ['a', 'b'], removeTags: ['old'] })).toEqual([
      { sessionIds: [one], addTags: ['old'], removeTags: ['b'] },
      { sessionIds: [two], removeTags: ['a'] },
    ])
  })
})
