import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { formatDuration } from '../../../ui/format-duration'
import { Elapsed } from './elapsed'
import { ThinkingText } from './thinking-text'
import styles from './thinking-part.module.css'

export interface ThinkingPartProps {
  readonly text: string
  /** How long; null while it goes on. */
  readonly durationMs: number | null
  /** Since when, by the controller's clock; only while it goes on. */
  readonly startedAt: number
}

/** So much of the end of what is being thought is shown while the part is closed; the rest would not fit its line. */
const GLIMPSE = 160

/** What the model thought before it answered: apart from the answer, and closed until somebody wants to read it. */
export function ThinkingPart({ text, durationMs, startedAt }: ThinkingPartProps) {
  const [isOpen, setOpen] = useState(false)
  const textId = useId()
  const isLive = durationMs === null
  return (
    <div className={styles['thinking']}>
      <button
        type="button"
        className={styles['toggle']}
        aria-expanded={isOpen}
        aria-controls={isOpen ? textId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={14} aria-hidden="true" className={styles['chevron']} />
        {isLive ? (
          <span className={styles['word']}>
            Thinking… <Elapsed since={startedAt} />
          </span>
        ) : (
          <span className={styles['word']}>Thought for {formatDuration(durationMs)}</span>
        )}
        {isLive && !isOpen && (
          <span className={styles['glimpse']} aria-hidden="true">
            <bdi>{text.slice(-GLIMPSE).replaceAll(/\s+/g, ' ')}</bdi>
          </span>
        )}
      </button>
      {isOpen && <ThinkingText id={textId} text={text} isLive={isLive} />}
    </div>
  )
}
