import { useId, useState } from 'react'
import type { Bot } from '@shared/model/bot'
import { useApp } from '../../store/use-app'
import { Checkbox } from '../../ui/checkbox'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { formatBytes } from '../../ui/format-bytes'
import { messageOf } from '../../ui/message-of'
import { Select } from '../../ui/select'
import type { ListedModel } from './installed-models'
import styles from './models-page.module.css'
import { useBotsUsing } from './use-bots-using'

export interface DeleteModelDialogProps {
  readonly model: ListedModel
  readonly onClose: () => void
}

/** Deleting cannot be undone, so it is asked, with what follows from it by name. */
export function DeleteModelDialog({ model, onClose }: DeleteModelDialogProps) {
  const bots = useBotsUsing(model.name)
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const servers = model.upstreams
  const [serverId, setServerId] = useState(servers?.[0]?.id)
  const [agreed, setAgreed] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const mayDelete = agreed || bots.length === 0

  const remove = async () => {
    setBusy(true)
    setError(null)
    try {
      const usedBy = bots.map(({ id }) => id)
      await call('models.delete', { name: model.name, usedBy, upstreamId: serverId })
      toast({ text: `${model.name} is deleted.` })
      onClose()
    } catch (reason) {
      setError(messageOf(reason))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={`Delete ${model.name}?`}
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="danger"
            busy={busy}
            aria-disabled={!mayDelete}
            onClick={() => {
              if (mayDelete) void remove()
            }}
          >
            Delete model
          </Button>
        </>
      }
    >
      <p>
        {model.cloud
          ? 'It runs in the cloud and takes no room here.'
          : `This frees ${formatBytes(model.size)} on the disk.`}{' '}
        It cannot be undone: to have it back, it must be pulled again.
      </p>
      {servers && (
        <Select
          label="Delete it on"
          options={servers.map(({ id, name }) => ({ value: id, label: name }))}
          value={serverId}
          onChange={({ target }) => setServerId(target.value)}
        />
      )}
      {bots.length > 0 && <Dependants bots={bots} agreed={agreed} onAgree={setAgreed} />}
      {error !== null && (
        <p className={styles['failed']} role="alert">
          {error}
        </p>
      )}
    </Dialog>
  )
}

interface DependantsProps {
  readonly bots: readonly Bot[]
  readonly agreed: boolean
  readonly onAgree: (agreed: boolean) => void
}

function Dependants({ bots, agreed, onAgree }: DependantsProps) {
  const instances = useApp((app) => app.instances)
  const id = useId()
  return (
    <>
      <div>
        <p id={id}>
          {bots.length === 1 ? 'A bot uses it' : `${String(bots.length)} bots use it`} and cannot
          answer any more until it gets another model:
        </p>
        <ul className={styles['dependants']} aria-labelledby={id}>
          {bots.map((bot) => (
            <li key={bot.id}>
              {bot.name} <code>{bot.id}</code>
              {isLaunched(instances[bot.id]?.state) && ' is launched and will be stopped'}
            </li>
          ))}
        </ul>
      </div>
      <Checkbox
        label="Delete it all the same. The conversations stay."
        checked={agreed}
        onChange={({ target }) => onAgree(target.checked)}
      />
    </>
  )
}

function isLaunched(state: string | undefined): boolean {
  return state !== undefined && state !== 'stopped' && state !== 'failed'
}
