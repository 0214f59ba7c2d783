import { useState } from 'react'
import type { BotOptions } from '@shared/model/bot-options'
import type { BotId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { Dialog } from '../../../ui/dialog'
import { FormatField } from '../../../ui/format-field'
import type { FormatFieldProps } from '../../../ui/format-field'
import { problemOfFormat } from '../../../ui/reply-format'
import { formatKeyOf } from '../state/format-draft'

export interface FormatDialogProps {
  readonly botId: BotId
  readonly draftKey: string
  readonly onClose: () => void
}

/** Chooses the format for the reply to one message. Not a form: it stands in that of the composer. */
export function FormatDialog({ botId, draftKey, onClose }: FormatDialogProps) {
  const store = useAppStore()
  const key = formatKeyOf(draftKey)
  const bot = useApp((state) => state.bots[botId])
  const [typed, setTyped] = useState(() => store.getState().drafts[key] ?? '')
  const [isTouched, setTouched] = useState(false)
  const problem = problemOfFormat(typed)
  const use = () => {
    setTouched(true)
    if (problem !== null) return
    store.getState().setDraft(key, typed)
    onClose()
  }
  return (
    <Dialog
      title="Format of the reply"
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" aria-disabled={problem !== null} onClick={use}>
            Use
          </Button>
        </>
      }
    >
      <FormatField
        label="For this message only"
        kinds={kindsFor(bot?.name ?? botId, bot?.options.format)}
        value={typed}
        error={isTouched ? (problem ?? undefined) : undefined}
        onChange={setTyped}
        onBlur={() => setTouched(true)}
      />
    </Dialog>
  )
}

const IN_JSON = [
  { value: 'json', label: 'JSON' },
  { value: 'schema', label: 'JSON that fits a schema' },
] as const

function kindsFor(name: string, own: BotOptions['format']): FormatFieldProps['kinds'] {
  if (own === undefined)
    return [{ value: '', label: `Text, as ${name} always replies` }, ...IN_JSON]
  const always = own === 'json' ? 'JSON' : 'JSON by its own schema'
  return [
    { value: '', label: `${always}, as ${name} always replies` },
    { value: 'text', label: 'Text' },
    ...IN_JSON,
  ]
}
