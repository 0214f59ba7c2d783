import { useState } from 'react'
import type { BotId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { useApp } from '../../../store/use-app'
import { lastMessageIdOf, messageOf } from '../state/chat-selectors'

const LONGEST_ANNOUNCEMENT = 400

function wordsOf(message: Message, name: string): string {
  switch (message.status) {
    case 'complete':
      return `${sayerOf(message, name)}: ${message.text.slice(0, LONGEST_ANNOUNCEMENT)}`
    case 'stopped':
      return `The reply of ${name} was stopped.`
    case 'failed':
      return `${name} gave no reply. ${message.error?.message ?? ''}`
    case 'interrupted':
      return `The reply of ${name} broke off. ${message.error?.message ?? ''}`
  }
}

function sayerOf({ details }: Message, name: string): string {
  return details?.storedFrom ? `${name}, an answer stored before` : name
}

/** Reads a reply out when it is done: once, politely, and never word by word. */
export function ReplyAnnouncer({
  sessionId,
  botId,
}: {
  readonly sessionId: SessionId
  readonly botId: BotId
}) {
  const lastId = useApp(lastMessageIdOf(sessionId))
  const message = useApp(messageOf(lastId ?? ''))
  const name = useApp((state) => state.bots[botId]?.name ?? botId)
  // What was here when the conversation was opened is not news.
  const [firstId] = useState(lastId)
  const isNews = message?.author === 'bot' && lastId !== firstId
  return (
    <div className="visually-hidden" role="status">
      {isNews ? wordsOf(message, name) : ''}
    </div>
  )
}
