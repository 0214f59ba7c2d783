import { memo, useLayoutEffect, useRef } from 'react'
import styles from './thinking-part.module.css'

export interface ThinkingTextProps {
  readonly id: string
  readonly text: string
  readonly isLive: boolean
}

/** Nearer to its end than this, the reader follows what comes. */
const FOLLOWS_WITHIN_PX = 24

/**
 * Plain text that scrolls by itself: models think in notes, not in Markdown. Paragraphs out of sight are not laid out, so
 * that a hundred thousand words cost no more than the few that are seen.
 */
export function ThinkingText({ id, text, isLive }: ThinkingTextProps) {
  const box = useRef<HTMLDivElement>(null)
  const follows = useRef(isLive)
  useLayoutEffect(() => {
    if (isLive && follows.current && box.current) box.current.scrollTop = box.current.scrollHeight
  }, [text, isLive])
  return (
    <div
      ref={box}
      id={id}
      className={styles['text']}
      role="group"
      aria-label="What the model thought"
      tabIndex={0}
      dir="auto"
      data-scrolls
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < FOLLOWS_WITHIN_PX
      }}
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
