import type { BotId, SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../store/use-app'
import { Banner } from '../../ui/banner'
import { BotMark } from '../../ui/bot-mark'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { DropHere } from './attachments/drop-here'
import { useFileDrop } from './attachments/use-file-drop'
import { Composer } from './composer/composer'
import styles from './conversation.module.css'
import { MemoryPlace } from './memory/memory-place'
import { MessageList } from './messages/message-list'
import { useAbilities } from './messages/use-abilities'
import { draftKeyOf } from './state/draft-storage'
import { errorOf, liveTurnIdOf, messageIdsOf, pendingOf, statusOf } from './state/chat-selectors'

export interface ConversationProps {
  readonly botId: BotId
  /** Null for a bot that has no conversation yet: the first message begins one. */
  readonly sessionId: SessionId | null
}

/** What was said with a bot, and where the next is written. */
export function Conversation({ botId, sessionId }: ConversationProps) {
  const store = useAppStore()
  const { mayWrite } = useAbilities(botId)
  const attach = (files: readonly File[]) =>
    void store.getState().attachFiles(draftKeyOf(botId, sessionId), files)
  const { isOver, handlers } = useFileDrop(mayWrite ? attach : null)
  return (
    <section className={styles['conversation']} aria-label="Conversation" {...handlers}>
      {isOver && <DropHere />}
      <div className={styles['messages']}>
        {sessionId === null ? (
          <FirstWords botId={botId} sessionId={null} />
        ) : (
          <Messages key={sessionId} botId={botId} sessionId={sessionId} />
        )}
      </div>
      <Composer botId={botId} sessionId={sessionId} />
      {sessionId !== null && <MemoryPlace sessionId={sessionId} />}
    </section>
  )
}

interface MessagesProps {
  readonly botId: BotId
  readonly sessionId: SessionId
}

function Messages({ botId, sessionId }: MessagesProps) {
  const status = useApp(statusOf(sessionId))
  const hasMessages = useApp(messageIdsOf(sessionId)).length > 0
  const hasLive = useApp(liveTurnIdOf(sessionId)) !== null
  const hasPending = useApp(pendingOf(sessionId)).length > 0
  const hasAnything = hasMessages || hasLive || hasPending
  if (status === 'loading' && !hasAnything) {
    return (
      <div className={styles['loading']}>
        <Skeleton rows={5} rowHeight={72} label="Loading the conversation" />
      </div>
    )
  }
  return (
    <>
      {status === 'error' && <ReadingFailed sessionId={sessionId} hasAnything={hasAnything} />}
      {hasAnything && <MessageList sessionId={sessionId} botId={botId} />}
      {!hasAnything && status === 'ready' && <FirstWords botId={botId} sessionId={sessionId} />}
    </>
  )
}

/** The conversation could not be read, or not be brought up to date. */
function ReadingFailed({
  sessionId,
  hasAnything,
}: {
  readonly sessionId: SessionId
  readonly hasAnything: boolean
}) {
  const store = useAppStore()
  const message = useApp(errorOf(sessionId))?.message ?? 'The conversation could not be read.'
  const again = (
    <Button small onClick={() => void store.getState().rewatch()}>
      Try again
    </Button>
  )
  if (!hasAnything) {
    return (
      <div className={styles['center']}>
        <ErrorState message={message} actions={again} />
      </div>
    )
  }
  return (
    <Banner tone="error" actions={again}>
      This may not be up to date. {message}
    </Banner>
  )
}

const GUIDE_QUESTIONS = [
  'How do I connect Ollama?',
  'How do I make my own bot?',
  'Where is my data kept?',
] as const

/** Nothing was said yet: whom one writes to, and how to begin. */
function FirstWords({ botId, sessionId }: ConversationProps) {
  const store = useAppStore()
  const bot = useApp((state) => state.bots[botId])
  const { mayWrite, isLaunched } = useAbilities(botId)
  if (bot === undefined) return null
  const isGuide = bot.engine === 'guide'
  const suggestions = isGuide && mayWrite && isLaunched ? GUIDE_QUESTIONS : []
  return (
    <EmptyState
      icon={<BotMark bot={bot} size="large" />}
      title={`Say something to ${bot.name}`}
      actions={suggestions.map((question) => (
        <Button
          key={question}
          onClick={() => void store.getState().say(botId, sessionId, question)}
        >
          {question}
        </Button>
      ))}
    >
      {isGuide
        ? 'It answers questions about Port 8000 from the user guide.'
        : isLaunched
          ? `${bot.model ?? 'Its model'} runs on your own machine. What you say stays there.`
          : 'It answers when it is launched.'}
    </EmptyState>
  )
}
