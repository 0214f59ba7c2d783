import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueuePlace } from '@shared/model/turn'
import { ModelGate } from '@main/core/dispatch/model-gate'
import type { GateLimits, Slot, SlotEnd, Waiter } from '@main/core/dispatch/model-gate'

const DONE: SlotEnd = { kind: 'done', waitedMs: 0, loadMs: 0 }

function gateOf(
  parallel: number | 'auto',
  maxWaiting = 100,
  onRoom = (): void => undefined,
): ModelGate {
  const limits: GateLimits = { parallel: () => parallel, maxWaiting: () => maxWaiting }
  return new ModelGate(limits, onRoom)
}

class Somebody implements Waiter {
  readonly person: string
  readonly session = 's'
  readonly background: boolean
  readonly since = performance.now()
  wants: 'to stay' | 'to go' = 'to stay'
  movedSince: number | null = null
  slot: Slot | null = null
  readonly places: QueuePlace[] = []

  constructor(gate: ModelGate, person = 'a', background = false) {
    this.person = person
    this.background = background
    this.slot = gate.enter(background)
    if (!this.slot) gate.wait(this)
  }

  granted(slot: Slot): void {
    if (this.slot) throw new Error('got a second slot')
    this.slot = slot
  }

  placed(place: QueuePlace): void {
    this.places.push(place)
  }

  stays(): boolean {
    return this.wants === 'to stay'
  }

  moved(since: number): void {
    this.movedSince = since
  }
}

/** Those that are left once one of them has left its slot, or given up wherever it was. */
function without(
  gate: ModelGate,
  here: readonly Somebody[],
  somebody: Somebody | undefined,
  anywhere: boolean,
): readonly Somebody[] {
  if (!somebody || (somebody.slot === null && !anywhere)) return here
  gate.giveUp(somebody)
  somebody.slot?.leave({ kind: 'given-up' })
  return here.filter((other) => other !== somebody)
}

describe('the gate of a model', () => {
  it('lets in as many as fit, and the next one when one leaves, however often it says so', () => {
    const gate = gateOf(2)
    const all = ['a', 'b', 'c', 'd'].map((person) => new Somebody(gate, person))
    expect(all.map(({ slot }) => slot !== null)).toEqual([true, true, false, false])
    all[0]?.slot?.leave(DONE)
    all[0]?.slot?.leave(DONE)
    expect(all.map(({ slot }) => slot !== null)).toEqual([true, true, true, false])
    expect(gate.underWay).toBe(2)
  })

  it('would refuse one more than may wait, and says when to come again', () => {
    const gate = gateOf(1, 2)
    for (const person of ['a', 'b']) new Somebody(gate, person)
    expect(gate.whyFull()).toBeNull()
    new Somebody(gate, 'c')
    expect(gate.whyFull()).toMatchObject({ code: 'engine_busy', retryAfterMs: 5_000 })
    expect(gate.whyFull()?.message).toMatch(/2 messages wait/)
  })

  it('lets go who would rather wait elsewhere: the first of them, or all', () => {
    const gate = gateOf(1)
    const all = ['a', 'b', 'c', 'd', 'e'].map((person) => new Somebody(gate, person))
    for (const somebody of all.slice(2)) somebody.wants = 'to go'
    gate.reconsider(false)
    expect(all.map(({ movedSince }) => movedSince)).toEqual([null, null, all[2]?.since, null, null])
    gate.reconsider(true)
    expect(all.map(({ movedSince }) => movedSince !== null)).toEqual([
      ...[false, false, true, true, true],
    ])
    expect([gate.underWay, gate.waiting]).toEqual([1, 1])
  })

  it('says when one more could begin, and not while somebody waits for that', () => {
    let told = 0
    const gate = gateOf(2, 100, () => (told += 1))
    const [first, second, third] = ['a', 'b', 'c'].map((person) => new Somebody(gate, person))
    expect(told).toBe(1)
    first?.slot?.leave(DONE)
    expect([told, third?.slot !== null]).toEqual([1, true])
    second?.slot?.leave(DONE)
    third?.slot?.leave(DONE)
    expect(told).toBe(3)
  })

  it('lets background work wait for everybody', () => {
    const gate = gateOf(1)
    const first = new Somebody(gate, 'a')
    const title = new Somebody(gate, '', true)
    const person = new Somebody(gate, 'b')
    first.slot?.leave(DONE)
    expect([title.slot, person.slot].map(Boolean)).toEqual([false, true])
    person.slot?.leave(DONE)
    expect(title.slot).not.toBeNull()
  })

  it('neither loses nor doubles a slot, whoever gives up at whatever moment', () => {
    const step = fc.record({
      kind: fc.constantFrom('come', 'leave', 'give up'),
      person: fc.constantFrom('a', 'b', 'c'),
      at: fc.nat(30),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 80 }),
        (places, all) => {
          const gate = gateOf(places)
          let here: readonly Somebody[] = []
          for (const { kind, person, at } of all) {
            if (kind === 'come') here = [...here, new Somebody(gate, person)]
            else here = without(gate, here, here[at], kind === 'give up')
            const inside = here.filter(({ slot }) => slot !== null).length
            expect(inside).toBe(Math.min(places, here.length))
            expect([gate.underWay, gate.waiting]).toEqual([inside, here.length - inside])
          }
          for (const somebody of here) gate.giveUp(somebody)
        },
      ),
    )
  })

  it('learns that a second place is there from a reply that begins beside another', () => {
    const gate = gateOf('auto')
    const all = ['a', 'b', 'c', 'd', 'e'].map((person) => new Somebody(gate, person))
    const inside = () => all.filter(({ slot }) => slot !== null).length
    expect(inside()).toBe(2)
    all[0]?.slot?.heard()
    expect(inside()).toBe(2)
    all[1]?.slot?.heard()
    expect(inside()).toBe(4)
  })

  it('learns that there is one place from a reply that had to wait inside', () => {
    const gate = gateOf('auto')
    const all = ['a', 'b', 'c', 'd'].map((person) => new Somebody(gate, person))
    all[0]?.slot?.heard()
    all[0]?.slot?.leave(DONE)
    all[1]?.slot?.leave({ kind: 'done', waitedMs: 900, loadMs: 0 })
    expect(gate.underWay).toBe(1)
    expect(all[2]?.slot).not.toBeNull()
    expect(all[3]?.slot).toBeNull()
  })
})

describe('those who wait at the gate', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('are told their place and a guess, and again only where it is another one', () => {
    const gate = gateOf(1)
    const first = new Somebody(gate, 'a')
    vi.advanceTimersByTime(4_000)
    first.slot?.leave(DONE)
    const [second, third, fourth] = ['b', 'c', 'd'].map((person) => new Somebody(gate, person))
    vi.advanceTimersByTime(5_000)
    expect(second?.places).toEqual([])
    expect(third?.places).toEqual([{ position: 1, secondsLeft: 4 }])
    expect(fourth?.places).toEqual([{ position: 2, secondsLeft: 8 }])
    second?.slot?.leave(DONE)
    vi.advanceTimersByTime(1_000)
    expect(third?.slot).not.toBeNull()
    expect(fourth?.places.at(-1)?.position).toBe(1)
  })

  it('are told nothing where they wait for a moment, and no timer is left behind', () => {
    const gate = gateOf(1)
    const first = new Somebody(gate, 'a')
    const second = new Somebody(gate, 'b')
    vi.advanceTimersByTime(200)
    first.slot?.leave(DONE)
    expect(vi.getTimerCount()).toBe(0)
    expect(second.places).toEqual([])
  })
})
