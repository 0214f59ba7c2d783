import styles from './raw-reply.module.css'
import { useFollowEnd } from './use-follow-end'

export interface RawReplyProps {
  readonly text: string
  readonly isLive?: boolean
}

/** A reply as it came, in the look of code and scrolling by itself: what was asked for as JSON is no Markdown. */
export function RawReply({ text, isLive = false }: RawReplyProps) {
  const follow = useFollowEnd<HTMLPreElement>(text, isLive)
  if (text === '') return null
  return (
    <pre
      {...follow}
      className={styles['raw']}
      role="group"
      aria-label="Reply as text"
      tabIndex={0}
      data-scrolls
    >
      {text}
    </pre>
  )
}
