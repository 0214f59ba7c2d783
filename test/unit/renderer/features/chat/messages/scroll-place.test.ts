import { describe, expect, it } from 'vitest'
import { distanceToEnd, followsAfterScroll } from '@renderer/features/chat/messages/scroll-place'

const view = (scrollTop: number, scrollHeight = 2_000, clientHeight = 500) => ({
  scrollTop,
  scrollHeight,
  clientHeight,
})

describe('followsAfterScroll', () => {
  it('goes on following while a reply grows faster than the view is moved', () => {
    expect(followsAfterScroll(true, 1_500, view(1_500, 2_400))).toBe(true)
  })

  it('lets go as soon as the reader goes up', () => {
    expect(followsAfterScroll(true, 1_500, view(1_440))).toBe(false)
  })

  it('is not shaken off by a tremor', () => {
    expect(followsAfterScroll(true, 1_500, view(1_495))).toBe(true)
  })

  it('follows again when the reader comes back near the end', () => {
    expect(followsAfterScroll(false, 1_300, view(1_430))).toBe(true)
  })

  it('does not pull a reader who goes down but is still far away', () => {
    expect(followsAfterScroll(false, 900, view(1_000))).toBe(false)
  })

  it('follows where everything fits', () => {
    expect(followsAfterScroll(false, 0, view(0, 300))).toBe(true)
    expect(distanceToEnd(view(0, 300))).toBe(0)
  })
})
