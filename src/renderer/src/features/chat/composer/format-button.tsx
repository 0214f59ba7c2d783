import { Braces } from 'lucide-react'
import { Suspense, lazy, useState } from 'react'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'
import { formatKindOf } from '../../../ui/reply-format'
import type { FormatKind } from '../../../ui/reply-format'
import { formatKeyOf } from '../state/format-draft'
import styles from './format-button.module.css'

/** A chunk of its own: few messages ask for a format. */
const FormatDialog = lazy(() =>
  import('./format-dialog').then((module) => ({ default: module.FormatDialog })),
)

const WORDS: Readonly<Record<FormatKind, string>> = {
  '': '',
  text: 'Text',
  json: 'JSON',
  schema: 'Schema',
}

export interface FormatButtonProps {
  readonly botId: BotId
  /** Of the message being written. */
  readonly draftKey: string
}

/** In which format the reply to this one message is wanted. Nothing for a bot without a model: it cannot keep to one. */
export function FormatButton({ botId, draftKey }: FormatButtonProps) {
  const [isOpen, setOpen] = useState(false)
  const hasModel = useApp((state) => (state.bots[botId]?.model ?? null) !== null)
  const kind = useApp((state) => formatKindOf(state.drafts[formatKeyOf(draftKey)] ?? ''))
  if (!hasModel) return null
  const label = `Format of the reply: ${kind === '' ? 'as the bot is set' : WORDS[kind]}`
  return (
    <>
      <button
        type="button"
        className={styles['button']}
        aria-haspopup="dialog"
        aria-label={label}
        title={label}
        data-set={kind !== ''}
        onClick={() => setOpen(true)}
      >
        <Braces size={17} aria-hidden="true" />
        {kind !== '' && <span aria-hidden="true">{WORDS[kind]}</span>}
      </button>
      {isOpen && (
        <Suspense>
          <FormatDialog botId={botId} draftKey={draftKey} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
