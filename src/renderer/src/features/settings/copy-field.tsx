import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/text-field'
import styles from './settings-dialog.module.css'

/** Something to be copied: a link, a secret. */
export function CopyField({
  label,
  value,
  hint,
}: {
  readonly label: string
  readonly value: string
  readonly hint: string
}) {
  const toast = useApp((app) => app.toast)
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      toast({
        text: 'The clipboard is closed to this page. Select the text and copy it.',
        kind: 'error',
      })
    }
  }
  return (
    <div className={styles['copy']}>
      <TextField
        label={label}
        mono
        readOnly
        value={value}
        hint={hint}
        onFocus={({ target }) => target.select()}
      />
      <Button
        icon={
          copied ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />
        }
        onClick={() => void copy()}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}
