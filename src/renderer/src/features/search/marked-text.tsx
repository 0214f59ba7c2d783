import { Fragment } from 'react'
import type { TextRange } from '@shared/model/search'
import styles from './search-dialog.module.css'

export interface MarkedTextProps {
  readonly text: string
  /** In order and apart. */
  readonly ranges: readonly TextRange[]
}

/** Text with what was found in it marked. Text stays text, whatever it looks like. */
export function MarkedText({ text, ranges }: MarkedTextProps) {
  return (
    <>
      {ranges.map(({ offset, length }, index) => {
        const previous = ranges[index - 1]
        const start = previous === undefined ? 0 : previous.offset + previous.length
        return (
          <Fragment key={offset}>
            {text.slice(start, offset)}
            <mark className={styles['mark']}>{text.slice(offset, offset + length)}</mark>
          </Fragment>
        )
      })}
      {text.slice(endOf(ranges))}
    </>
  )
}

function endOf(ranges: readonly TextRange[]): number {
  const last = ranges.at(-1)
  return last === undefined ? 0 : last.offset + last.length
}
