import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { formatBytes } from '../../ui/format-bytes'
import { formatSeconds, formatWholeSeconds } from '../../ui/format-duration'
import { formatExactTime } from '../../ui/format-time'
import { useNow } from '../../ui/use-now'
import { useQuery } from '../../ui/use-query'
import { MemoryBar } from './memory-bar'
import styles from './models-page.module.css'

type Memory = CommandOutput<'models.loaded'>
type Loaded = Memory['models'][number]

/** Ollama frees models by itself and tells nobody, so it is asked now and then. */
const ASK_EVERY_MS = 5_000

/** What is in memory now, how much of it that takes, and until when. */
export function MemorySection() {
  const version = useApp((app) => app.modelsVersion)
  const tick = Math.floor(useNow(ASK_EVERY_MS) / ASK_EVERY_MS)
  const { data } = useQuery('models.loaded', {}, version * 1e9 + tick)
  const isEmpty = data !== null && data.models.length + data.loading.length === 0
  return (
    <section className={styles['section']} aria-labelledby="models-memory">
      <h2 id="models-memory" className={styles['heading']}>
        In memory now
      </h2>
      {data !== null && <MemoryBar memory={data} />}
      {isEmpty && (
        <p className={styles['empty']}>
          No model. Launching a bot loads its model; so does “Load into memory” below.
        </p>
      )}
      <ul className={styles['rows']}>
        {data?.loading.map((loading) => (
          <LoadingRow key={keyOf(loading)} loading={loading} />
        ))}
        {data?.models.map((model) => (
          <LoadedRow key={keyOf(model)} model={model} />
        ))}
      </ul>
    </section>
  )
}

function keyOf({ name, upstream }: Loaded | Memory['loading'][number]): string {
  return `${name} ${upstream?.id ?? ''}`
}

function LoadingRow({ loading }: { readonly loading: Memory['loading'][number] }) {
  const { name, since, upstream } = loading
  const offset = useApp((app) => app.clockOffsetMs)
  const isOwner = useApp((app) => app.role === 'owner')
  const unloadModel = useApp((app) => app.unloadModel)
  const now = useNow(100) + offset
  return (
    <li className={styles['row']}>
      <div className={styles['rowTop']}>
        <span className={styles['name']}>{name}</span>
        {isOwner && (
          <Button
            small
            aria-label={`Give up loading ${name}`}
            onClick={() => void unloadModel(name, upstream)}
          >
            Cancel
          </Button>
        )}
      </div>
      <progress className={styles['bar']} aria-label={`Loading ${name}`} />
      <p className={styles['numbers']}>Loading, {formatSeconds(now - since)}</p>
    </li>
  )
}

function onOf(upstream: Loaded['upstream']): string {
  return upstream ? ` on ${upstream.name}` : ''
}

function gpuShareOf({ size, sizeOnGpu }: Loaded): string {
  if (sizeOnGpu === 0) return 'on the processor'
  const percent = Math.round((sizeOnGpu / Math.max(1, size)) * 100)
  return percent >= 100 ? 'all on the GPU' : `${String(percent)} % on the GPU`
}

function LoadedRow({ model }: { readonly model: Loaded }) {
  const isOwner = useApp((app) => app.role === 'owner')
  const unloadModel = useApp((app) => app.unloadModel)
  const { name, size, contextLength, expiresAt, upstream } = model
  return (
    <li className={styles['row']} data-loaded={name}>
      <div className={styles['rowTop']}>
        <span className={styles['name']}>{name}</span>
        {isOwner && (
          <Button
            small
            aria-label={`Free ${name}${onOf(upstream)}`}
            onClick={() => void unloadModel(name, upstream)}
          >
            Free memory
          </Button>
        )}
      </div>
      <p className={styles['numbers']}>
        <span>{formatBytes(size)}</span>
        {upstream && <span>on {upstream.name}</span>}
        <span>{gpuShareOf(model)}</span>
        {contextLength !== null && <span>{contextLength.toLocaleString()} tokens of context</span>}
        <Until at={expiresAt} />
      </p>
    </li>
  )
}

function Until({ at }: { readonly at: number | null }) {
  const offset = useApp((app) => app.clockOffsetMs)
  const now = useNow(1_000) + offset
  if (at === null) return <span>stays until it is freed</span>
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExactTime(at)}>
      freed in {formatWholeSeconds(at - now)} unless used
    </time>
  )
}
