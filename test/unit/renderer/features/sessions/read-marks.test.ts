import { beforeEach, describe, expect, it } from 'vitest'
import {
  isUnread,
  loadReadMarks,
  saveReadMarks,
  withRead,
} from '@renderer/features/sessions/read-marks'
import type { ReadMarks } from '@renderer/features/sessions/read-marks'
import { NOW, buildSession, sessionIdOf } from '../../support/builders'

describe('what this browser has read', () => {
  beforeEach(() => localStorage.clear())

  it('takes what was said before the first visit as read, and what comes later as new', () => {
    const marks = { since: NOW, seqs: {} }
    expect(isUnread(marks, buildSession({ updatedAt: NOW - 1 }))).toBe(false)
    expect(isUnread(marks, buildSession({ updatedAt: NOW + 1 }))).toBe(true)
  })

  it('shows a session that was read as new again once something more is said in it', () => {
    const marks = withRead({ since: NOW, seqs: {} }, [{ sessionId: sessionIdOf(1), seq: 2 }])
    expect(isUnread(marks, buildSession({ lastSeq: 2, updatedAt: NOW + 1 }))).toBe(false)
    expect(isUnread(marks, buildSession({ lastSeq: 3, updatedAt: NOW + 1 }))).toBe(true)
  })

  it('never shows an empty session as new', () => {
    expect(
      isUnread({ since: NOW, seqs: {} }, buildSession({ lastSeq: 0, updatedAt: NOW + 1 })),
    ).toBe(false)
  })

  it('does not forget what was read when an older page of it is opened', () => {
    const marks = withRead({ since: NOW, seqs: {} }, [{ sessionId: sessionIdOf(1), seq: 9 }])
    expect(withRead(marks, [{ sessionId: sessionIdOf(1), seq: 4 }])).toBe(marks)
  })

  it('keeps the 2,000 sessions read last for the next visit', () => {
    const others = Array.from(
      { length: 1_999 },
      (_, number) => [sessionIdOf(number + 1), 1] as const,
    )
    const marks: ReadMarks = { since: NOW, seqs: { first: 1, ...Object.fromEntries(others) } }
    const read = withRead(marks, [
      { sessionId: 'first', seq: 2 },
      { sessionId: 'one more', seq: 1 },
    ])
    expect(Object.keys(read.seqs)).toHaveLength(2_001)
    saveReadMarks(read)
    const kept = loadReadMarks()
    expect(Object.keys(kept.seqs)).toHaveLength(2_000)
    expect(kept.seqs['first']).toBe(2)
    expect(kept.seqs[sessionIdOf(1)]).toBeUndefined()
  })

  it('comes back after a reload, and begins anew where what was stored is not ours', () => {
    saveReadMarks({ since: NOW, seqs: { a: 3 } })
    expect(loadReadMarks()).toEqual({ since: NOW, seqs: { a: 3 } })
    localStorage.setItem('port8000.read', '{"since":"yesterday","seqs":[]}')
    expect(loadReadMarks()).toEqual({ since: null, seqs: {} })
    localStorage.setItem('port8000.read', '{broken')
    expect(loadReadMarks()).toEqual({ since: null, seqs: {} })
  })
})
