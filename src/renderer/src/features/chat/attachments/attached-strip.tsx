import { CircleAlert, X } from 'lucide-react'
import type { BotId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import { IconButton } from '../../../ui/icon-button'
import { Spinner } from '../../../ui/spinner'
import { useQuery } from '../../../ui/use-query'
import { NOTHING_ATTACHED, pictureUrl } from './attached'
import type { Attached } from './attached'
import styles from './attachments.module.css'

export interface AttachedStripProps {
  readonly botId: BotId
  readonly draftKey: string
  /** Where the focus goes when a picture is taken away. */
  readonly onDetach: () => void
}

/** The pictures beside what is being written, and what is wrong with them. */
export function AttachedStrip({ botId, draftKey, onDetach }: AttachedStripProps) {
  const store = useAppStore()
  const attached = useApp((state) => state.attached[draftKey] ?? NOTHING_ATTACHED)
  if (attached.length === 0) return null
  const detach = (id: string) => {
    store.getState().detach(draftKey, id)
    onDetach()
  }
  return (
    <div className={styles['strip']}>
      <ul className={styles['attached']} aria-label="Attached pictures">
        {attached.map((one) => (
          <li key={one.id} className={styles['one']} data-state={one.state}>
            <Preview one={one} />
            <span className={styles['words']}>
              <span className={styles['name']} dir="auto" title={one.name}>
                {one.name}
              </span>
              {one.state === 'coming' && <span role="status">Adding…</span>}
              {one.problem !== null && (
                <span role="alert" className={styles['problem']}>
                  {one.problem}
                </span>
              )}
            </span>
            <IconButton
              label={one.state === 'coming' ? `Stop adding ${one.name}` : `Remove ${one.name}`}
              onClick={() => detach(one.id)}
            >
              <X size={15} aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      <SightNotice botId={botId} />
    </div>
  )
}

function Preview({ one: { attachment, state } }: { readonly one: Attached }) {
  if (attachment !== null)
    return <img className={styles['preview']} src={pictureUrl(attachment.hash)} alt="" />
  return (
    <span className={styles['preview']}>
      {state === 'failed' ? <CircleAlert size={18} aria-hidden="true" /> : <Spinner />}
    </span>
  )
}

/** Said before anything is sent: this bot would not see them. */
function SightNotice({ botId }: { readonly botId: BotId }) {
  const problem = useSightProblem(botId)
  if (problem === null) return null
  return (
    <p className={styles['sight']} role="status">
      <CircleAlert size={15} aria-hidden="true" /> {problem}
    </p>
  )
}

/** Why this bot cannot see pictures; null where it can, or where that is not known. */
function useSightProblem(botId: BotId): string | null {
  const bot = useApp((state) => state.bots[botId])
  const version = useApp((state) => state.modelsVersion)
  const { data } = useQuery('models.list', { engine: 'ollama' }, version)
  if (bot === undefined) return null
  if (bot.model === null) return `${bot.name} cannot see pictures. Remove them to send.`
  const names = [bot.model, `${bot.model}:latest`]
  const capabilities = data?.models.find(({ name }) => names.includes(name))?.capabilities
  if (capabilities == null || capabilities.includes('vision')) return null
  return `${bot.model} cannot see pictures. Remove them, or give ${bot.name} a model with “vision”.`
}
