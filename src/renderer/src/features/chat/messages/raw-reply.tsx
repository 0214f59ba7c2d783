import styles from './raw-reply.module.css'
import { useFollowEnd } from './use-follow-end'

export interface RawReplyProps {
  readonly text: string
  readonly isLive?: boolean
  /** What it is, for those who hear the page. */
  readonly label?: string
}

/** A reply as it came, in the look of code and scrolling by itself: what was asked for as JSON is no Markdown, nor is what a command says. */
export function RawReply({ text, isLive = false, label = 'Reply as text' }: RawReplyProps) {
  const follow = useFollowEnd<HTMLPreElement>(text, isLive)
  if (text === '') return null
  return (
    <pre
      {...follow}
      className={styles['raw']}
      role="group"
      aria-label={label}
      tabIndex={0}
      data-scrolls
    >
      {text}
    </pre>
  )
}
