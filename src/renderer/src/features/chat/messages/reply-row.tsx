import { memo } from 'react'
import type { BotId, MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { LiveTurn } from '@shared/model/turn'
import { useApp } from '../../../store/use-app'
import { BotMark } from '../../../ui/bot-mark'
import { BotState } from '../../../ui/bot-state'
import { ReplyText } from '../markdown/reply-text'
import { VersionSwitcher } from '../branches/version-switcher'
import { liveOf, messageOf } from '../state/chat-selectors'
import { DateLine } from './date-line'
import { Elapsed } from './elapsed'
import styles from './message-row.module.css'
import { ReplyFooter } from './reply-footer'
import { ThinkingPart } from './thinking-part'
import { UnfinishedReply } from './unfinished-reply'

export interface ReplyRowProps {
  readonly sessionId: SessionId
  readonly botId: BotId
  /** Null while the reply is being made. */
  readonly id: MessageId | null
  readonly previousId: MessageId | null
}

const nothingLive = () => null

/**
 * A reply, live or stored. It is one row from its first word to long after its last: when the stored text takes the place of
 * the live one, nothing on the page is made anew.
 */
export const ReplyRow = memo(function ReplyRow({
  sessionId,
  botId,
  id,
  previousId,
}: ReplyRowProps) {
  const message = useApp(messageOf(id ?? ''))
  const live = useApp(id === null ? liveOf(sessionId) : nothingLive)
  const previousAt = useApp(({ chat }) => chat.messages[previousId ?? '']?.createdAt ?? null)
  const at = message?.createdAt ?? live?.startedAt
  if (at === undefined) return null
  return (
    <li
      className={styles['row']}
      data-row-id={id ?? live?.id}
      data-author="bot"
      aria-busy={live !== null || undefined}
    >
      <DateLine at={at} previousAt={previousAt} />
      <article className={styles['theirs']}>
        <Author message={message} live={live} botId={botId} />
        <div className={styles['body']}>
          <Body message={message} live={live} botId={botId} />
        </div>
      </article>
    </li>
  )
})

/** Who made it: the session's own bot, unless another one was asked. */
function Author({ message, live, botId }: BodyProps) {
  const replierId = message === undefined ? live?.botId : message.botId
  const bot = useApp((state) => state.bots[replierId ?? botId])
  if (bot === undefined) return null
  return (
    <>
      <BotMark bot={bot} size="small" />
      <div className={styles['author']}>
        <h2 className={styles['name']} dir="auto">
          {bot.name}
        </h2>
      </div>
    </>
  )
}

interface BodyProps {
  readonly message: Message | undefined
  readonly live: LiveTurn | null
  readonly botId: BotId
}

/** What was thought, text, then how it ended. The text stands at the same place in the tree live and stored. */
function Body({ message, live, botId }: BodyProps) {
  return (
    <>
      <Thinking message={message} live={live} />
      <Words message={message} live={live} />
      {live !== null && <Phase live={live} />}
      {message !== undefined && <Ending message={message} botId={botId} />}
    </>
  )
}

/** It stays open or closed as it was when the stored reply takes the place of the live one. */
function Thinking({ message, live }: Pick<BodyProps, 'message' | 'live'>) {
  const { turnId, thinking } = message
    ? { turnId: message.turnId, thinking: message.details?.thinking }
    : { turnId: live?.id, thinking: live?.thinking }
  return thinking && <ThinkingPart key={turnId} startedAt={0} {...thinking} />
}

function Words({ message, live }: Pick<BodyProps, 'message' | 'live'>) {
  const { text, turnId } = message ?? { text: live?.text ?? '', turnId: live?.id }
  const isMade = live !== null && live.phase !== 'storing'
  if (text === '') return null
  return (
    <div className={isMade ? styles['live'] : undefined}>
      {/* Another version is another text; the same one goes on from live to stored. */}
      <ReplyText key={turnId} text={text} isLive={isMade} />
    </div>
  )
}

/** What is happening until the first word comes; then nothing but room. */
function Phase({ live }: { readonly live: LiveTurn }) {
  const name = useApp((state) => state.bots[live.botId]?.name ?? live.botId)
  if (live.phase === 'storing') return <NotStored />
  // The place of the footer that will stand here, so that the end of the reply moves nothing.
  if (live.text !== '' || live.thinking?.durationMs === null)
    return <div className={styles['footer']} aria-hidden="true" />
  const isLoading = live.phase === 'loading'
  return (
    <p className={styles['phase']}>
      <BotState
        state={isLoading ? 'starting' : 'busy'}
        word={isLoading ? 'Loading the model…' : `Waiting for ${name}…`}
      />{' '}
      <Elapsed since={live.startedAt} />
    </p>
  )
}

/** The reply is over, and the disk has not taken it yet. */
function NotStored() {
  return (
    <p className={styles['phase']} role="status">
      <BotState state="waiting" word="Not stored yet." /> The disk did not take this reply. Port
      8000 keeps it and tries again every second; free some space if the disk is full.
    </p>
  )
}

interface EndingProps {
  readonly message: Message
  readonly botId: BotId
}

function Ending({ message, botId }: EndingProps) {
  if (message.status === 'complete') return <ReplyFooter message={message} botId={botId} />
  return (
    <>
      <UnfinishedReply message={message} botId={botId} />
      {message.text === '' && <VersionSwitcher message={message} />}
    </>
  )
}
