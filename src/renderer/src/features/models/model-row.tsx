import { Cloud, Ellipsis, MemoryStick, SlidersHorizontal, Trash2 } from 'lucide-react'
import type { LoadPlan } from '@shared/model/load-plan'
import { useApp } from '../../store/use-app'
import { formatBytes } from '../../ui/format-bytes'
import { Menu } from '../../ui/menu'
import type { ListedModel } from './installed-models'
import { LoadPlanLine } from './load-plan-line'
import styles from './models-page.module.css'
import { useBotsUsing } from './use-bots-using'

/** In words that say what one can do with it. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  completion: 'chat',
  tools: 'tools',
  thinking: 'thinking',
  vision: 'images',
  embedding: 'embedding',
  insert: 'fills in',
  audio: 'audio',
}

export interface ModelRowProps {
  readonly model: ListedModel
  /** Null where no bot uses it and nothing is pinned. */
  readonly plan: LoadPlan | null
  readonly onDelete: () => void
  readonly onPin: () => void
}

/** One installed model. */
export function ModelRow({ model, plan, onDelete, onPin }: ModelRowProps) {
  const isOwner = useApp((app) => app.role === 'owner')
  return (
    <li className={styles['row']} data-model={model.name}>
      <div className={styles['rowTop']}>
        <h3 className={styles['name']}>{model.name}</h3>
        {isOwner && <ModelMenu model={model} onDelete={onDelete} onPin={onPin} />}
      </div>
      {model.cloud && (
        <p className={styles['cloud']}>
          <Cloud size={14} aria-hidden="true" /> Runs in the cloud: what is said to it leaves this
          machine.
        </p>
      )}
      <p className={styles['numbers']}>
        {factsOf(model).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      <Capabilities of={model} />
      <On of={model} />
      <UsedBy name={model.name} />
      {plan !== null && <LoadPlanLine plan={plan} />}
    </li>
  )
}

function factsOf(model: ListedModel): readonly string[] {
  const { cloud, size, parameterSize, quantization, family, contextLength } = model
  return [
    cloud ? null : formatBytes(size),
    parameterSize === null ? null : `${parameterSize} parameters`,
    quantization,
    family === null ? null : `family ${family}`,
    contextLength === null ? null : `context up to ${contextLength.toLocaleString()} tokens`,
  ].filter((fact) => fact !== null)
}

function Capabilities({ of: { capabilities } }: { readonly of: ListedModel }) {
  if (capabilities === null || capabilities.length === 0) return null
  return (
    <ul className={styles['badges']} aria-label="What it can do">
      {capabilities.map((capability) => (
        <li key={capability}>{CAPABILITIES[capability] ?? capability}</li>
      ))}
    </ul>
  )
}

/** The servers that have it, where there are several. */
function On({ of: { upstreams } }: { readonly of: ListedModel }) {
  if (!upstreams) return null
  return <p className={styles['numbers']}>On {upstreams.map(({ name }) => name).join(', ')}</p>
}

function UsedBy({ name }: { readonly name: string }) {
  const bots = useBotsUsing(name)
  const selectBot = useApp((app) => app.selectBot)
  if (bots.length === 0) return <p className={styles['unused']}>No bot uses it.</p>
  return (
    <p className={styles['usedBy']}>
      Used by{' '}
      {bots.map(({ id, name: botName }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <button type="button" className={styles['link']} onClick={() => selectBot(id)}>
            {botName}
          </button>
        </span>
      ))}
    </p>
  )
}

function ModelMenu({ model, onDelete, onPin }: Omit<ModelRowProps, 'plan'>) {
  const call = useApp((app) => app.call)
  const toastError = useApp((app) => app.toastError)
  const cannotLoad = model.cloud ? 'It runs in the cloud' : undefined
  return (
    <Menu
      label={`More for ${model.name}`}
      items={[
        ...(model.upstreams ?? [null]).map((upstream) => ({
          label: upstream === null ? 'Load into memory' : `Load into memory on ${upstream.name}`,
          icon: <MemoryStick size={15} aria-hidden="true" />,
          disabledBecause: cannotLoad,
          onSelect: () => {
            const there = upstream === null ? {} : { upstreamId: upstream.id }
            call('models.load', { name: model.name, ...there }).catch(toastError)
          },
        })),
        {
          label: 'How it is loaded…',
          icon: <SlidersHorizontal size={15} aria-hidden="true" />,
          disabledBecause: cannotLoad,
          onSelect: onPin,
        },
        {
          label: 'Delete…',
          icon: <Trash2 size={15} aria-hidden="true" />,
          danger: true,
          onSelect: onDelete,
        },
      ]}
    >
      <Ellipsis size={18} aria-hidden="true" />
    </Menu>
  )
}
