import { describe, expect, it } from 'vitest'
import type { SessionEvent } from '@shared/contract/events'
import { LiveReply } from '@main/core/turns/live-reply'

type Thought = Extract<SessionEvent, { event: 'turn.thought' }>

function aReply() {
  const events: SessionEvent[] = []
  const clock = { now: 1_000 }
  const turn = {
    ...{ id: 't', sessionId: 's', botId: 'BOT-001', replyTo: 'm', parentSeq: 1 },
    ...({ phase: 'waiting', phaseSince: 0, place: null, startedAt: 0, text: '' } as const),
  }
  const live = new LiveReply({
    turn,
    person: 'owner',
    publish: (event) => events.push(event),
    onQueued: () => undefined,
    now: () => clock.now,
  })
  return { live, events, clock }
}

describe('a live reply of a model that thinks', () => {
  it('tells what is thought apart from the text, with offsets that fit together', () => {
    const { live, events, clock } = aReply()
    live.think('First ')
    live.think('then 😀 ')
    live.think('done.')
    clock.now += 12_000
    live.extend('Seven')
    live.finish()
    let thought = ''
    for (const event of events.filter((one): one is Thought => one.event === 'turn.thought')) {
      expect(event.offset).toBe(thought.length)
      thought += event.text
    }
    expect(thought).toBe('First then 😀 done.')
    expect(live.text).toBe('Seven')
    expect(events.at(-1)).toMatchObject({ event: 'turn.extended', offset: 0, text: 'Seven' })
  })

  it('says for how long it thought before the first word is told', () => {
    const { live, events, clock } = aReply()
    live.think('Hm')
    clock.now += 4_000
    live.extend('Yes')
    live.finish()
    expect(events.map((event) => event.event)).toEqual([
      'turn.thought',
      'turn.thought',
      'turn.extended',
    ])
    expect(events[0]).toMatchObject({ text: 'Hm', startedAt: 1_000, durationMs: null })
    expect(events[1]).toMatchObject({ offset: 2, text: '', startedAt: 1_000, durationMs: 4_000 })
    expect(live.details).toEqual({ thinking: { text: 'Hm', durationMs: 4_000 } })
  })

  it('does not count the time in which it speaks between two thoughts', () => {
    const { live, clock } = aReply()
    live.think('a')
    clock.now += 1_000
    live.extend('word')
    clock.now += 50_000
    live.think('b')
    clock.now += 2_000
    expect(live.turn.thinking).toEqual({ text: 'ab', startedAt: 51_000, durationMs: null })
    live.finish()
    expect(live.details.thinking).toEqual({ text: 'ab', durationMs: 3_000 })
  })

  it('shows a viewer that joins in the middle all that was thought, and since when', () => {
    const { live, clock } = aReply()
    live.think('one ')
    clock.now += 500
    live.think('two')
    expect(live.turn).toMatchObject({
      phase: 'answering',
      text: '',
      thinking: { text: 'one two', startedAt: 1_000, durationMs: null },
    })
    live.finish()
  })

  it('tells and keeps nothing of thinking where there is none', () => {
    const { live, events } = aReply()
    live.think('')
    live.extend('Hello')
    live.finish()
    expect(events.map((event) => event.event)).toEqual(['turn.extended'])
    expect(live.turn).not.toHaveProperty('thinking')
    expect(live.details).toEqual({})
  })
})
