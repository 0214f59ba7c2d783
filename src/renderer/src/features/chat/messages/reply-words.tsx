import { lazy, Suspense } from 'react'
import type { Message } from '@shared/model/message'
import type { ToolCall } from '@shared/model/tool'
import type { LiveTurn } from '@shared/model/turn'
import { ReplyText } from '../markdown/reply-text'
import styles from './message-row.module.css'
import { RawReply } from './raw-reply'
import { splitAtCalls } from './split-at-calls'

/** A chunk of its own: most replies call nothing. Where it does not come, the name of the tool stays. */
const ToolCallPart = lazy(() =>
  import('./tool-call-part').then(
    (module) => ({ default: module.ToolCallPart }),
    () => ({ default: ToolName }),
  ),
)

/** The same for replies in a format. Where it does not come, the text stays. */
const StructuredReply = lazy(() =>
  import('../structured/structured-reply').then(
    (module) => ({ default: module.StructuredReply }),
    () => ({ default: RawReply }),
  ),
)

const NO_CALLS: readonly ToolCall[] = []

export interface ReplyWordsProps {
  readonly message: Message | undefined
  readonly live: LiveTurn | null
}

/** What a reply says, and between it the tools it used. Every part stands at the same place live and stored. */
export function ReplyWords({ message, live }: ReplyWordsProps) {
  const { text, turnId, calls, isStructured } = message ? toldBy(message) : toldSoFar(live)
  const isMade = live !== null && live.phase !== 'storing'
  const parts = splitAtCalls(text, calls)
  return parts.map((part, index) => {
    if (part.kind === 'call') {
      return (
        <Suspense key={part.call.id} fallback={<ToolName call={part.call} />}>
          <ToolCallPart call={part.call} live={live} />
        </Suspense>
      )
    }
    const isLast = index === parts.length - 1
    const isGrowing = isMade && isLast
    return (
      // Another version is another text; the same one goes on from live to stored.
      <div key={`${turnId} ${part.at}`} className={isGrowing ? styles['live'] : undefined}>
        {isStructured && isLast ? (
          <InFormat text={part.text} isGrowing={isGrowing} />
        ) : (
          <ReplyText text={part.text} isLive={isGrowing} />
        )}
      </div>
    )
  })
}

function InFormat({ text, isGrowing }: { readonly text: string; readonly isGrowing: boolean }) {
  if (isGrowing) return <RawReply text={text} isLive />
  return (
    <Suspense fallback={<RawReply text={text} />}>
      <StructuredReply text={text} />
    </Suspense>
  )
}

function toldBy({ text, turnId, details }: Message) {
  const isStructured = details?.format !== undefined
  return { text, turnId, calls: details?.toolCalls ?? NO_CALLS, isStructured }
}

function toldSoFar(live: LiveTurn | null) {
  const isStructured = live?.structured === true
  return {
    ...{ text: live?.text ?? '', turnId: live?.id, isStructured },
    calls: live?.toolCalls ?? NO_CALLS,
  }
}

function ToolName({ call }: { readonly call: ToolCall; readonly live?: LiveTurn | null }) {
  return <p className={styles['phase']}>{call.tool}</p>
}
