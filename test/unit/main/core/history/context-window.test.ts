import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '@shared/model/message'
import { ContextWindow } from '@main/core/history/context-window'

function said(seq: number, author: Message['author'], text: string): Message {
  return {
    id: `m${String(seq)}`,
    sessionId: 's',
    seq,
    author,
    text,
    status: 'complete',
    turnId: null,
    parentSeq: seq - 1,
    botId: null,
    clientMessageId: null,
    error: null,
    model: null,
    metrics: null,
    createdAt: 0,
  }
}

type Fill = (window: ContextWindow, messages: readonly Message[]) => void
const backwards: Fill = (window, messages) => {
  for (const message of messages.toReversed()) window.addOlder(message)
}
const asItGrows: Fill = (window, messages) => {
  for (const message of messages) window.addNewer(message)
}

/** The prompt, which must be the same however the window was filled. */
function promptOf(messages: readonly Message[], budget?: number): string[] {
  const [read, grown] = [backwards, asItGrows].map((fill) => {
    const window = new ContextWindow(budget)
    fill(window, messages)
    return window.build('Be brief.').map(({ role, content }) => `${role}: ${content}`)
  })
  expect(grown).toEqual(read)
  return read ?? []
}

describe('ContextWindow', () => {
  it('puts the instructions first and the turns in the order they were said', () => {
    const messages = [said(1, 'person', 'one'), said(2, 'bot', 'two'), said(3, 'person', 'three')]
    expect(promptOf(messages)).toEqual([
      'system: Be brief.',
      'user: one',
      'assistant: two',
      'user: three',
    ])
  })

  it('keeps turns whole: a turn that does not fit goes with its reply, and so does all before it', () => {
    const messages = [
      said(1, 'person', 'short'),
      said(2, 'bot', 'short'),
      said(3, 'person', 'long '.repeat(100)),
      said(4, 'bot', 'ok'),
      said(5, 'person', 'newest'),
    ]
    expect(promptOf(messages, 60)).toEqual(['system: Be brief.', 'user: newest'])
  })

  it('always asks the newest message, however long it is, with the instructions', () => {
    const prompt = promptOf([said(1, 'person', 'before'), said(2, 'person', 'x'.repeat(60_000))])
    expect(prompt.map((line) => line.length)).toEqual([17, 60_006])
  })

  it('leaves out a reply without any text', () => {
    const messages = [
      said(1, 'person', 'question'),
      said(2, 'bot', 'an answer'),
      said(3, 'person', 'more'),
      said(4, 'bot', ''),
      said(5, 'person', 'newest'),
    ]
    expect(promptOf(messages)).toEqual([
      'system: Be brief.',
      'user: question',
      'assistant: an answer',
      'user: more',
      'user: newest',
    ])
  })

  it('does not tell the model its own broken reply when the same message is tried again', () => {
    const messages = [said(1, 'person', 'question'), said(2, 'bot', 'half an')]
    expect(promptOf(messages)).toEqual(['system: Be brief.', 'user: question'])
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
        expect(promptOf([...messages, newest], budget).at(-1)).toBe('user: newest')
      }),
    )
  })
})
