import { useState } from 'react'
import { Button } from '../../../ui/button'
import type { Json } from './json-rows'
import { JsonTree } from './json-tree'
import styles from './structured-reply.module.css'

export interface StructuredReplyProps {
  readonly text: string
  /** Why it is not in the format that was asked for; null where it is. */
  readonly problem: string | null
}

/** A reply that was asked for in a format: as a tree, or as the text it came as. */
export function StructuredReply({ text, problem }: StructuredReplyProps) {
  const [isRaw, setRaw] = useState(false)
  const value = parsed(text)
  if (value === undefined) return <Raw text={text} />
  return (
    <div className={styles['structured']} data-fits={problem === null}>
      {isRaw ? <Raw text={text} /> : <JsonTree value={value} />}
      <Button small variant="quiet" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
        Text as it came
      </Button>
    </div>
  )
}

function Raw({ text }: { readonly text: string }) {
  return (
    <pre className={styles['raw']} tabIndex={0} aria-label="Text as it came" role="group">
      {text}
    </pre>
  )
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
