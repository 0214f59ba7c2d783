import { memo } from 'react'
import styles from './thinking-part.module.css'
import { useFollowEnd } from './use-follow-end'

export interface ThinkingTextProps {
  readonly id: string
  readonly text: string
  readonly isLive: boolean
}

/**
 * Plain text that scrolls by itself: models think in notes, not in Markdown. Paragraphs out of sight are not laid out, so
 * that a hundred thousand words cost no more than the few that are seen.
 */
export function ThinkingText({ id, text, isLive }: ThinkingTextProps) {
  const follow = useFollowEnd<HTMLDivElement>(text, isLive)
  return (
    <div
      {...follow}
      id={id}
      className={styles['text']}
      role="group"
      aria-label="What the model thought"
      tabIndex={0}
      dir="auto"
      data-scrolls
    >
      {text
        .trim()
        .split(/\n{2,}/)
        .map((paragraph, index) => (
          // Paragraphs come at the end only and never change their place.
          <Paragraph key={index} text={paragraph} />
        ))}
    </div>
  )
}

const Paragraph = memo(function Paragraph({ text }: { readonly text: string }) {
  return <p className={styles['paragraph']}>{text}</p>
})
