import { describe, expect, it } from 'vitest'
import { UpstreamRouter } from '@main/core/upstreams/upstream-router'
import { anUpstream, occupy } from './scripted-upstreams'
import type { Known } from './scripted-upstreams'

const TINY = { installed: ['tiny:latest'] }
const HOT = { ...TINY, loaded: ['tiny:latest'] }

function routerOf(...known: readonly Known[]) {
  const all = known.map((one) => anUpstream(one))
  const router = new UpstreamRouter({ all })
  const choose = (more: { sessionId?: string; exclude?: ReadonlySet<string> } = {}) =>
    router.choose({ model: 'tiny', ...more }).map(({ upstream, reason }) => [upstream.id, reason])
  return { all, router, choose }
}

describe('the choice of a server', () => {
  it.each<[string, Known[], string[]]>([
    [
      'where the model is loaded',
      [
        { id: 'a', ...TINY },
        { id: 'b', ...HOT },
      ],
      ['b', 'loaded'],
    ],
    ['where it is installed', [{ id: 'a' }, { id: 'b', ...TINY }], ['b', 'installed']],
    [
      'the one with least to do, of those that have it loaded',
      [
        { id: 'a', ...HOT, busy: 2 },
        { id: 'b', ...HOT, busy: 1 },
      ],
      ['b', 'least-busy'],
    ],
    [
      'the one with least to do for its weight',
      [
        { id: 'a', ...HOT, busy: 1 },
        { id: 'b', ...HOT, busy: 2, weight: 4 },
      ],
      ['b', 'least-busy'],
    ],
    [
      'one that answers, before one that is away and has it loaded',
      [
        { id: 'a', ...HOT, reachable: false },
        { id: 'b', ...TINY },
      ],
      ['b', 'installed'],
    ],
    [
      'one that is not drained, whatever the other has',
      [
        { id: 'a', ...HOT, drained: true },
        { id: 'b', ...TINY },
      ],
      ['b', 'installed'],
    ],
    [
      'one nobody looked at yet, before one that lacks it',
      [{ id: 'a' }, { id: 'b', installed: null }],
      ['b', 'least-busy'],
    ],
    [
      'one that would have to load it, where the others have far more to do',
      [
        { id: 'a', ...HOT, busy: 4 },
        { id: 'b', ...TINY },
      ],
      ['b', 'least-busy'],
    ],
    [
      'one that has it loaded, while loading it elsewhere would take longer than waiting',
      [
        { id: 'a', ...HOT, busy: 3 },
        { id: 'b', ...TINY },
      ],
      ['a', 'loaded'],
    ],
    [
      'the one that has it though it is away, where the other lacks it',
      [{ id: 'a', ...TINY, reachable: false }, { id: 'b' }],
      ['a', 'installed'],
    ],
  ])('takes %s', (_, known, first) => {
    expect(routerOf(...known).choose()[0]).toEqual(first)
  })

  it('names the others in their order, for when that one fails', () => {
    const { choose } = routerOf({ id: 'a', ...TINY }, { id: 'b', ...HOT }, { id: 'c' })
    expect(choose()).toEqual([
      ['b', 'loaded'],
      ['a', 'failover'],
    ])
    expect(choose({ exclude: new Set(['b']) })[0]).toEqual(['a', 'installed'])
  })

  it('names nobody where all are drained', () => {
    expect(routerOf({ id: 'a', ...HOT, drained: true }).choose()).toEqual([])
  })

  it('avoids one whose replies fail, and comes back to it', () => {
    const { all, choose } = routerOf({ id: 'a', ...HOT }, { id: 'b', ...TINY })
    for (let count = 0; count < 5; count += 1) all[0]?.breaker.failed()
    expect(choose()[0]).toEqual(['b', 'installed'])
    all[0]?.breaker.reset()
    expect(choose()[0]).toEqual(['a', 'loaded'])
  })
})

describe('a session whose beginning is in a cache', () => {
  it('stays where it is, also with a little more to do there', () => {
    const { all, router, choose } = routerOf({ id: 'a', ...HOT }, { id: 'b', ...HOT })
    router.noteReply('b', 'tiny', 's1')
    if (all[1]) occupy(all[1], 2)
    expect(choose({ sessionId: 's1' })[0]).toEqual(['b', 'warm'])
    expect(choose({ sessionId: 's2' })[0]).toEqual(['a', 'least-busy'])
  })

  it('goes elsewhere where waiting would cost more than reading it again', () => {
    const { all, router, choose } = routerOf({ id: 'a', ...HOT }, { id: 'b', ...HOT })
    router.noteReply('b', 'tiny', 's1')
    if (all[1]) occupy(all[1], 3)
    expect(choose({ sessionId: 's1' })[0]).toEqual(['a', 'least-busy'])
  })

  it('is not held where the model was freed, the server is drained, or another model answered last', () => {
    const { all, router, choose } = routerOf({ id: 'a', ...HOT }, { id: 'b', ...HOT })
    router.noteReply('b', 'tiny', 's1')
    all[1]?.setLoaded([])
    expect(choose({ sessionId: 's1' })[0]?.[0]).toBe('a')
    all[1]?.setLoaded(['tiny:latest'])
    router.noteReply('b', 'other', 's1')
    expect(choose({ sessionId: 's1' })[0]).toEqual(['a', 'least-busy'])
  })
})
