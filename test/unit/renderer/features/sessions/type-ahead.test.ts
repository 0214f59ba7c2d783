import { describe, expect, it } from 'vitest'
import { TypeAhead } from '@renderer/features/sessions/type-ahead'

const key = (name: string, timeStamp: number, changes: object = {}) => ({
  key: name,
  timeStamp,
  ...{ ctrlKey: false, metaKey: false, altKey: false },
  ...changes,
})

describe('typing to find a row', () => {
  it('makes a word of letters typed soon after one another, and begins anew after a pause', () => {
    const typed = new TypeAhead()
    expect(typed.add(key('W', 10_000))).toBe('w')
    expect(typed.add(key('h', 10_300))).toBe('wh')
    expect(typed.add(key(' ', 10_600))).toBe('wh ')
    typed.end()
    expect(typed.add(key('y', 10_700))).toBe('y')
    expect(typed.add(key('x', 11_600))).toBe('x')
  })

  it('leaves keys that mean something else alone', () => {
    const typed = new TypeAhead()
    expect(typed.add(key(' ', 1))).toBeNull()
    expect(typed.add(key('?', 2))).toBeNull()
    expect(typed.add(key('F2', 3))).toBeNull()
    expect(typed.add(key('a', 4, { ctrlKey: true }))).toBeNull()
  })
})
