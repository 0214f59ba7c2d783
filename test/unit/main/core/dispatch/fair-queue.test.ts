import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairQueue } from '@main/core/dispatch/fair-queue'
import type { Seat } from '@main/core/dispatch/fair-queue'

interface Asked extends Seat {
  readonly name: string
}

const asked = (person: string, session: string, name = `${person}${session}`): Asked => ({
  ...{ person, session, name },
  background: false,
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
            if (one.kind === 'remove' && item) expect(queue.remove(item)).toBe(true)
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
