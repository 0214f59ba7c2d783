import { useMemo, useState } from 'react'
import { Button } from '../../../ui/button'
import { RawReply } from '../messages/raw-reply'
import { JsonTree } from './json-tree'
import { parseJson } from './parse-json'
import styles from './structured-reply.module.css'

/** A reply that was asked for in a format: as a tree, or as the text it came as; only that where it is no JSON. */
export function StructuredReply({ text }: { readonly text: string }) {
  const [isRaw, setRaw] = useState(false)
  const value = useMemo(() => parseJson(text), [text])
  if (value === undefined) return <RawReply text={text} />
  return (
    <div className={styles['structured']}>
      {isRaw ? <RawReply text={text} /> : <JsonTree value={value} />}
      <Button
        small
        variant="quiet"
        className={styles['toggle']}
        aria-pressed={isRaw}
        onClick={() => setRaw(!isRaw)}
      >
        As text
      </Button>
    </div>
  )
}
