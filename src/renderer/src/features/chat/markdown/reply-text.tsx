import { useState } from 'react'
import { BlockSplitter } from './block-splitter'
import { Markdown } from './markdown'
import styles from './markdown.module.css'

/** Definitions of links and footnotes reach over the whole text, so that text is parsed as one. */
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m

export interface ReplyTextProps {
  readonly text: string
  readonly isLive: boolean
}

/**
 * The text of a reply. While it grows, only its last block is parsed again. What was seen growing keeps its blocks when it is
 * done, so that nothing on the page is made anew; what comes finished is parsed whole, once.
 */
export function ReplyText({ text, isLive }: ReplyTextProps) {
  const [splitter] = useState(() => (isLive ? new BlockSplitter() : null))
  const isWhole = splitter === null || (!isLive && DEFINITION.test(text))
  return (
    <div className={styles['markdown']} dir="auto">
      {isWhole ? (
        <Markdown text={text} />
      ) : (
        <Blocks blocks={splitter.split(text)} isLive={isLive} />
      )}
    </div>
  )
}

function Blocks({
  blocks,
  isLive,
}: {
  readonly blocks: readonly string[]
  readonly isLive: boolean
}) {
  return blocks.map((block, index) => (
    // Blocks come at the end only and never change their place.
    <Markdown key={index} text={block} isGrowing={isLive && index === blocks.length - 1} />
  ))
}
