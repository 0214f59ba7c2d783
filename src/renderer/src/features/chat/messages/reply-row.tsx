import { lazy, memo, Suspense } from 'react'
import type { BotId, MessageId, SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import type { LiveTurn } from '@shared/model/turn'
import { useApp } from '../../../store/use-app'
import type { AppState } from '../../../store/use-app'
import { BotMark } from '../../../ui/bot-mark'
import { VersionSwitcher } from '../branches/version-switcher'
import { liveOf, messageOf } from '../state/chat-selectors'
import { DateLine } from './date-line'
import styles from './message-row.module.css'
import { ReplyFooter } from './reply-footer'
import { RawReply } from './raw-reply'
import { ReplyPhase } from './reply-phase'
import { ReplyWords } from './reply-words'
import { StoredAnswerMark } from './stored-answer-mark'
import { ThinkingPart } from './thinking-part'
import { UnfinishedReply } from './unfinished-reply'

/** A chunk of its own: most conversations run nothing. Where it does not come, the output stays. */
const ProgramPart = lazy(() =>
  import('./program-part').then(
    (module) => ({ default: module.ProgramPart }),
    () => ({ default: Output }),
  ),
)

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
  const isProgram = useApp(ranBy(message, live))
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
        <Content message={message} live={live} botId={botId} isProgram={isProgram} />
      </article>
    </li>
  )
})

/** Whether a person ran a program, rather than asked a bot. */
const ranBy =
  (message: Message | undefined, live: LiveTurn | null) =>
  ({ chat }: AppState): boolean => {
    const told = live === null ? message : chat.messages[live.replyTo]
    return told?.details?.program !== undefined
  }

/** Who made it, and what it is. */
function Content({ isProgram, ...props }: BodyProps & { readonly isProgram: boolean }) {
  return (
    <>
      {isProgram ? <Machine /> : <Author {...props} />}
      <div className={styles['body']}>
        {isProgram ? <ProgramBody {...props} /> : <Body {...props} />}
      </div>
    </>
  )
}

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
      {message !== undefined && <StoredAnswerMark message={message} botId={botId} />}
      <ReplyWords message={message} live={live} />
      {live !== null && <ReplyPhase live={live} />}
      {message !== undefined && <Ending message={message} botId={botId} />}
    </>
  )
}

/** A command and what it says: no bot made it. */
function ProgramBody({ message, live, botId }: BodyProps) {
  return (
    <>
      <Suspense fallback={<Output message={message} live={live} />}>
        <ProgramPart message={message} live={live} />
      </Suspense>
      {message !== undefined && <Ending message={message} botId={botId} />}
    </>
  )
}

function Machine() {
  return (
    <>
      <span />
      <div className={styles['author']}>
        <h2 className={styles['name']}>The controller’s machine</h2>
      </div>
    </>
  )
}

function Output({ message, live }: Pick<BodyProps, 'message' | 'live'>) {
  return <RawReply text={message?.text ?? live?.text ?? ''} label="Output" />
}

/** It stays open or closed as it was when the stored reply takes the place of the live one. */
function Thinking({ message, live }: Pick<BodyProps, 'message' | 'live'>) {
  const { turnId, thinking } = message
    ? { turnId: message.turnId, thinking: message.details?.thinking }
    : { turnId: live?.id, thinking: live?.thinking }
  return thinking && <ThinkingPart key={turnId} startedAt={0} {...thinking} />
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
