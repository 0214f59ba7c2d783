import { Check, Copy, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton } from '../../../ui/icon-button'
import { copyText } from './copy-text'
import styles from './copy-button.module.css'

const SHOWN_MS = 1_600

type Outcome = 'copied' | 'refused'

const LABELS: Readonly<Record<Outcome, string>> = {
  copied: 'Copied',
  refused: 'The browser did not allow copying',
}

/** Copies a text and says so in its own place. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)

  useEffect(() => {
    if (outcome === null) return undefined
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = async () => setOutcome((await copyText(text)) ? 'copied' : 'refused')
  return (
    <>
      <IconButton
        label={outcome === null ? label : LABELS[outcome]}
        className={styles['button']}
        data-outcome={outcome}
        onClick={() => void copy()}
      >
        {outcome === null && <Copy size={15} aria-hidden="true" />}
        {outcome === 'copied' && <Check size={15} aria-hidden="true" />}
        {outcome === 'refused' && <X size={15} aria-hidden="true" />}
      </IconButton>
      <span className="visually-hidden" role="status">
        {outcome === null ? '' : LABELS[outcome]}
      </span>
    </>
  )
}
