import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { Dialog } from '../../../ui/dialog'
import { Select } from '../../../ui/select'
import { useQuery } from '../../../ui/use-query'

export interface AnotherReplyDialogProps {
  /** The session's own bot. */
  readonly botId: BotId
  readonly onClose: () => void
  /** Without a model, the bot's own. */
  readonly onAsk: (botId: BotId, model: string | undefined) => void
}

const OWN_MODEL = ''

/** Who is to make another reply: any bot that is launched, with its own model or another one. */
export function AnotherReplyDialog({ botId, onClose, onAsk }: AnotherReplyDialogProps) {
  const [chosenId, setChosenId] = useState(botId)
  const [model, setModel] = useState(OWN_MODEL)
  const bots = useApp((state) => state.bots)
  const launched = useApp(
    useShallow((state) =>
      state.botIds.filter((id) =>
        ['ready', 'busy', 'starting'].includes(state.instances[id]?.state ?? 'stopped'),
      ),
    ),
  )
  const ids = launched.includes(botId) ? launched : [botId, ...launched]
  const own = bots[chosenId]?.model ?? null
  const ask = () => {
    onClose()
    onAsk(chosenId, model === OWN_MODEL ? undefined : model)
  }
  return (
    <Dialog
      title="Another reply"
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" onClick={ask}>
            Ask
          </Button>
        </>
      }
    >
      <Select
        data-autofocus
        label="Bot"
        value={chosenId}
        options={ids.map((id) => ({ value: id, label: `${bots[id]?.name ?? id} (${id})` }))}
        hint="Bots that are launched. The reply comes beside those that are there."
        onChange={(event) => {
          setChosenId(event.target.value)
          setModel(OWN_MODEL)
        }}
      />
      {own !== null && <ModelSelect own={own} value={model} onChange={setModel} />}
    </Dialog>
  )
}

interface ModelSelectProps {
  readonly own: string
  readonly value: string
  readonly onChange: (model: string) => void
}

function ModelSelect({ own, value, onChange }: ModelSelectProps) {
  const { data, error } = useQuery('models.list', { engine: 'ollama' }, 0)
  const others = (data?.models ?? []).map(({ name }) => name).filter((name) => name !== own)
  return (
    <Select
      label="Model"
      value={value}
      options={[
        { value: OWN_MODEL, label: `Its own: ${own}` },
        ...others.map((name) => ({ value: name, label: name })),
      ]}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
