import { expect } from 'vitest'
import type { Message } from '@shared/model/message'
import { toldReply } from './told-reply'
import type { TortureSender } from './torture-sender'
import type { TortureViewer } from './torture-viewer'

/** What each sender said is there once, as it was said and in that order, and nothing else was said. */
export function checkSaid(stored: readonly Message[], senders: readonly TortureSender[]): void {
  const said = stored.filter(({ author }) => author === 'person')
  for (const { acknowledged, faults } of senders) {
    expect(faults).toEqual([])
    const own = said.filter(({ clientMessageId }) => acknowledged.has(clientMessageId ?? ''))
    expect(own.map((message) => [message.clientMessageId, message.id, message.text])).toEqual(
      [...acknowledged].map(([id, { sent, text }]) => [id, sent.messageId, text]),
    )
  }
  expect(said).toHaveLength(senders.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0))
}

/** Each message has one reply: what the model told, or its beginning where it was stopped or interrupted. */
export function checkReplies(stored: readonly Message[]): void {
  const textOf = new Map(stored.map(({ seq, text }) => [seq, text]))
  const replies = stored.filter(({ author }) => author === 'bot')
  for (const { parentSeq, status, text } of replies) {
    const told = toldReply(textOf.get(parentSeq) ?? '').join('')
    expect(['complete', 'stopped', 'interrupted']).toContain(status)
    expect(text).toBe(status === 'complete' ? told : told.slice(0, text.length))
  }
  expect(new Set(replies.map(({ parentSeq }) => parentSeq)).size).toBe(replies.length)
  expect(replies.length * 2).toBe(stored.length)
}

/** A viewer that was told of everything has exactly what is stored. */
export async function checkViewer(
  viewer: TortureViewer,
  stored: readonly Message[],
): Promise<void> {
  await viewer.settled()
  const { copy, ui } = viewer
  expect(copy.faults).toEqual([])
  expect(copy.messages).toEqual(stored.slice(-copy.messages.length))
  expect(copy.lastSeq).toBe(stored.length)
  expect({ live: copy.live, queue: copy.queue, hasGap: copy.hasGap }).toEqual({
    live: null,
    queue: [],
    hasGap: false,
  })
  expect(ui.messages).toEqual(copy.messages)
  expect(ui.open).toEqual({ live: null, queue: [], hasGap: false })
}
