import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '@shared/model/message'
import { ContextWindow } from '@main/core/history/context-window'
import { said } from '@test/support/said'

type Fill = (window: ContextWindow, messages: readonly Message[]) => void
const backwards: Fill = (window, messages) => {
  for (const message of messages.toReversed()) window.addOlder(message)
}
const asItGrows: Fill = (window, messages) => {
  for (const message of messages) window.addNewer(message)
}

/** What is told, which must be the same however the window was filled. */
function toldOf(messages: readonly Message[], budget = 4_000): string[] {
  const [read, grown] = [backwards, asItGrows].map((fill) => {
    const window = new ContextWindow(budget)
    fill(window, messages)
    return window.select(budget).messages.map(({ role, content }) => `${role}: ${content}`)
  })
  expect(grown).toEqual(read)
  return read ?? []
}

/** So many turns of 25 estimated tokens a message. */
function longTalk(turns: number): Message[] {
  return Array.from({ length: turns * 2 }, (_, index) =>
    said(index + 1, index % 2 === 0 ? 'person' : 'bot', `${index + 1} `.padEnd(84, 'x')),
  )
}

describe('ContextWindow', () => {
  it('tells the turns in the order they were said', () => {
    const messages = [said(1, 'person', 'one'), said(2, 'bot', 'two'), said(3, 'person', 'three')]
    expect(toldOf(messages)).toEqual(['user: one', 'assistant: two', 'user: three'])
  })

  it('keeps turns whole: a turn that does not fit goes with its reply, and so does all before it', () => {
    const messages = [
      said(1, 'person', 'short'),
      said(2, 'bot', 'short'),
      said(3, 'person', 'long '.repeat(100)),
      said(4, 'bot', 'ok'),
      said(5, 'person', 'newest'),
    ]
    expect(toldOf(messages, 60)).toEqual(['user: newest'])
  })

  it('always asks the newest message, however long it is', () => {
    const told = toldOf([said(1, 'person', 'before'), said(2, 'person', 'x'.repeat(60_000))])
    expect(told.map((line) => line.length)).toEqual([60_006])
  })

  it('leaves out a reply without any text', () => {
    const messages = [
      said(1, 'person', 'question'),
      said(2, 'bot', 'an answer'),
      said(3, 'person', 'more'),
      said(4, 'bot', ''),
      said(5, 'person', 'newest'),
    ]
    expect(toldOf(messages)).toEqual([
      'user: question',
      'assistant: an answer',
      'user: more',
      'user: newest',
    ])
  })

  it('does not tell the model its own broken reply when the same message is tried again', () => {
    const messages = [said(1, 'person', 'question'), said(2, 'bot', 'half an')]
    expect(toldOf(messages)).toEqual(['user: question'])
  })

  it('is the same whether it was read backwards or grew, for any conversation', () => {
    const texts = fc.array(fc.record({ length: fc.nat(60), reply: fc.option(fc.nat(60)) }), {
      minLength: 1,
      maxLength: 30,
    })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 200 }), (turns, budget) => {
        const messages = turns.flatMap(({ length, reply }, n) => [
          said(2 * n + 1, 'person', 'x'.repeat(length)),
          ...(reply === null ? [] : [said(2 * n + 2, 'bot', 'y'.repeat(reply))]),
        ])
        const newest = said(100, 'person', 'newest')
        expect(toldOf([...messages, newest], budget).at(-1)).toBe('user: newest')
      }),
    )
  })

  it('says where it begins once something is left out, and that nothing is while all is told', () => {
    const window = new ContextWindow(10_000)
    backwards(window, [...longTalk(20), said(41, 'person', 'newest')])
    expect(window.select(10_000)).toMatchObject({ fromSeq: 0 })
    const { fromSeq, messages, cost } = window.select(400)
    expect(messages[0]?.content).toMatch(new RegExp(`^${fromSeq} `))
    expect(cost).toBeLessThanOrEqual(400)
  })

  it('begins at the same turn for as long as that fits, so that an engine need not read all of it anew', () => {
    const window = new ContextWindow(1_250)
    backwards(window, longTalk(40))
    const begins: number[] = []
    for (let seq = 81; seq < 141; seq += 2) {
      window.addNewer(said(seq, 'person', 'x'.repeat(84)))
      const { fromSeq, cost } = window.select(1_000)
      expect(cost).toBeLessThanOrEqual(1_000)
      begins.push(fromSeq)
      window.addNewer(said(seq + 1, 'bot', 'x'.repeat(84)))
    }
    expect(begins).toEqual(begins.toSorted((a, b) => a - b))
    expect(new Set(begins).size).toBeLessThan(begins.length / 3)
  })

  it('tells what is pinned before the turns where they do not reach back to it, and once', () => {
    const talk = longTalk(20)
    const pinned = talk.filter(({ seq }) => seq === 2 || seq === 39)
    const window = new ContextWindow(10_000, pinned)
    backwards(window, [...talk, said(41, 'person', 'newest')])
    const told = window.select(200).messages.map(({ role, content }) => `${role} ${content.trim()}`)
    expect(told[0]).toMatch(/^assistant 2 x/)
    expect(told.filter((text) => text.startsWith('user 39 '))).toHaveLength(1)
    expect(window.select(200).cost).toBeLessThanOrEqual(200)
    expect(window.select(10_000).messages).toHaveLength(41)
  })

  it('gives the engine the same objects every turn', () => {
    const window = new ContextWindow(10_000)
    backwards(window, [...longTalk(3), said(7, 'person', 'newest')])
    const [before, after] = [window.select(9_000).messages, window.select(9_000).messages]
    expect(after.every((message, index) => message === before[index])).toBe(true)
  })
})
