import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairQueue } from '@main/core/dispatch/fair-queue'
import type { Queued } from '@main/core/dispatch/fair-queue'

interface Asked extends Queued {
  readonly name: string
}

const asked = (person: string, session: string, name = `${person}${session}`): Asked => ({
  ...{ person, session, name },
  background: false,
  since: performance.now(),
})

function queueOf(...items: readonly Asked[]): FairQueue<Asked> {
  const queue = new FairQueue<Asked>()
  for (const item of items) queue.add(item)
  return queue
}

function takeAll(queue: FairQueue<Asked>): string[] {
  const names: string[] = []
  for (let item = queue.take(true); item; item = queue.take(true)) names.push(item.name)
  return names
}

describe('the fair queue', () => {
  it('takes one of each person in turn, however many somebody has', () => {
    const queue = queueOf(
      asked('a', '1'),
      asked('a', '2'),
      asked('a', '3'),
      asked('b', '1'),
      asked('c', '1'),
    )
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3'])
  })

  it("takes one of each of a person's sessions in turn", () => {
    const queue = queueOf(
      asked('a', '1', 'x1'),
      asked('a', '1', 'x2'),
      asked('a', '2', 'y1'),
      asked('a', '2', 'y2'),
    )
    expect(takeAll(queue)).toEqual(['x1', 'y1', 'x2', 'y2'])
  })

  it('puts who was served behind those who wait, also where they come again at once', () => {
    const queue = queueOf(asked('a', '1'), asked('b', '1'), asked('c', '1'))
    expect(queue.take(true)?.name).toBe('a1')
    queue.add(asked('a', '2'))
    expect(takeAll(queue)).toEqual(['b1', 'c1', 'a2'])
  })

  it('takes background work after all people, and only where it may', () => {
    const queue = queueOf({ ...asked('', '1', 'title'), background: true }, asked('a', '1'))
    expect(queue.order().map(({ name }) => name)).toEqual(['a1'])
    expect(queue.take(false)?.name).toBe('a1')
    expect(queue.take(false)).toBeUndefined()
    expect(queue.take(true)?.name).toBe('title')
  })

  it('puts who waited elsewhere where they would stand, had they come here at once', () => {
    const queue = queueOf(asked('a', '1'), asked('b', '1'), asked('b', '2'), asked('c', '1'))
    const before = { ...asked('d', '1'), since: 0 }
    queue.add(before)
    expect(queue.order()[0]).toBe(before)
    expect(queue.take(true)).toBe(before)
    // Served once, so that the next one of the same person stands behind everybody.
    queue.add(asked('d', '2'))
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'd2', 'b2'])
  })

  it('lets nobody take along more than their turn: as of when the person was served last', () => {
    const queue = queueOf(asked('a', '1'), asked('a', '2'))
    const second = asked('a', '3')
    queue.add(second)
    queue.take(true)
    const servedAt = performance.now()
    expect(queue.remove(second)).toBeGreaterThan(second.since)
    expect(queue.remove(second)).toBeNull()
    const other = asked('b', '1')
    queue.add(other)
    expect(queue.remove(other)).toBe(other.since)
    expect(other.since).toBeGreaterThanOrEqual(servedAt)
  })

  it('foretells its order, and takes each one once, whoever comes and goes', () => {
    const person = fc.constantFrom('a', 'b', 'c')
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('add' as const),
        person,
        session: fc.constantFrom('1', '2', '3'),
      }),
      fc.record({ kind: fc.constant('take' as const) }),
      fc.record({ kind: fc.constant('remove' as const), at: fc.nat(20) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new FairQueue<Asked>()
        let inside: Asked[] = []
        let made = 0
        for (const one of steps) {
          if (one.kind === 'add') {
            const item = asked(one.person, one.session, String(made++))
            queue.add(item)
            inside.push(item)
          } else {
            const item = one.kind === 'take' ? queue.take(true) : inside[one.at]
            if (one.kind === 'remove' && item) expect(queue.remove(item)).not.toBeNull()
            if (item) expect(inside).toContain(item)
            inside = inside.filter((other) => other !== item)
          }
          expect(queue.size).toBe(inside.length)
          expect(new Set(queue.order())).toEqual(new Set(inside))
        }
        const foretold = queue.order().map(({ name }) => name)
        expect(takeAll(queue)).toEqual(foretold)
      }),
    )
  })

  it('never takes a second one of somebody while another person who came before waits for a first', () => {
    const person = fc.constantFrom('a', 'b', 'c', 'd')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(person, fc.constantFrom('1', '2')), { maxLength: 40 }),
        (all) => {
          const queue = queueOf(...all.map(([who, session]) => asked(who, session, who)))
          const served = takeAll(queue)
          for (const who of new Set(served)) {
            const [, second] = served.flatMap((name, at) => (name === who ? [at] : []))
            if (second === undefined) continue
            expect(new Set(served.slice(0, second))).toEqual(new Set(served))
          }
        },
      ),
    )
  })
})
