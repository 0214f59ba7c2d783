import { describe, expect, it } from 'vitest'
import { Parallelism } from '@main/core/dispatch/parallelism'

/** A server with so many places, kept as busy as is allowed; answers the most it had to keep waiting at a time. */
function keepBusy(learnt: Parallelism, places: number, replies: number): number {
  let mostWaiting = 0
  for (let reply = 0; reply < replies; reply++) {
    const sent = learnt.limit
    mostWaiting = Math.max(mostWaiting, sent - places)
    learnt.ended()
    if (sent <= places) learnt.fits(sent)
    else {
      learnt.fits(places)
      learnt.waited(sent)
    }
  }
  return mostWaiting
}

describe('learning how many requests a server takes at a time', () => {
  it.each([1, 2, 3, 4, 8])(
    'finds %i places, and keeps no more than those waiting inside',
    (places) => {
      const learnt = new Parallelism()
      expect(keepBusy(learnt, places, 20)).toBeLessThanOrEqual(Math.max(1, places))
      expect(learnt.known).toBe(places)
      expect(learnt.limit).toBeLessThanOrEqual(places + 1)
    },
  )

  it('finds a thousand places within a dozen replies', () => {
    const learnt = new Parallelism()
    keepBusy(learnt, 1_000, 12)
    expect(learnt.limit).toBeGreaterThanOrEqual(1_000)
  })

  it('tries one more only now and then, and more seldom each time it has to wait', () => {
    const learnt = new Parallelism()
    keepBusy(learnt, 1, 1)
    const tries: number[] = []
    for (let reply = 0; reply < 200; reply++) {
      learnt.ended()
      if (learnt.limit === 1) continue
      tries.push(reply)
      learnt.waited(2)
    }
    const between = tries.map((at, index) => at - (tries[index - 1] ?? -1))
    expect(between).toEqual(between.toSorted((a, b) => a - b))
    expect(tries.length).toBeLessThan(7)
  })

  it('follows a server that has more places, and one that has fewer', () => {
    const learnt = new Parallelism()
    keepBusy(learnt, 2, 20)
    keepBusy(learnt, 4, 200)
    expect(learnt.known).toBe(4)
    keepBusy(learnt, 1, 20)
    expect(learnt.known).toBe(1)
  })

  it('begins anew where the server went away', () => {
    const learnt = new Parallelism()
    keepBusy(learnt, 8, 20)
    learnt.forget()
    expect(learnt.limit).toBe(2)
  })
})
