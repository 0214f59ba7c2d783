import { RefreshCw } from 'lucide-react'
import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { IconButton } from '../../ui/icon-button'
import { Page } from '../../ui/page'
import { Skeleton } from '../../ui/skeleton'
import { useQuery } from '../../ui/use-query'
import type { Query } from '../../ui/use-query'
import { EngineNotice } from './engine-notice'
import { InstalledModels } from './installed-models'
import { MemorySection } from './memory-section'
import styles from './models-page.module.css'
import { PullSection } from './pull-section'

/** The models: what is being pulled, what is in memory, what is installed, and what can be done about it. */
export function ModelsPage() {
  const isReachable = useApp((app) => app.engines.ollama?.reachable === true)
  const version = useApp((app) => app.modelsVersion)
  // What changes while Ollama is away is read when it is back.
  const query = useQuery('models.list', { engine: 'ollama' }, version * 2 + (isReachable ? 1 : 0))
  return (
    <Page title="Models" aside={<Aside onReload={query.reload} />}>
      <EngineNotice />
      <div className={styles['inner']}>
        <Servers />
        <PullSection isFirst={isReachable && query.data?.models.length === 0} />
        {isReachable && <MemorySection />}
        <Installed query={query} isReachable={isReachable} />
      </div>
    </Page>
  )
}

/** How each server is, where there are several. */
function Servers() {
  const servers = useApp((app) => app.engines.ollama?.upstreams)
  if (!servers) return null
  return (
    <ul className={styles['badges']} aria-label="Ollama servers">
      {servers.map(({ id, name, reachable, version, drained }) => (
        <li key={id}>
          {name}: {reachable ? `version ${version ?? 'unknown'}` : 'does not answer'}
          {drained && ', drained'}
        </li>
      ))}
    </ul>
  )
}

interface InstalledProps {
  readonly query: Query<CommandOutput<'models.list'>>
  readonly isReachable: boolean
}

function Installed({ query: { data, error, reload }, isReachable }: InstalledProps) {
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={4} rowHeight={64} label="Reading the models" />
  return isReachable ? <InstalledModels models={data.models} /> : null
}

function Aside({ onReload }: { readonly onReload: () => void }) {
  const version = useApp((app) => app.engines.ollama?.version ?? null)
  return (
    <>
      {version !== null && <span className={styles['version']}>Ollama {version}</span>}
      <IconButton label="Read the models again" onClick={onReload}>
        <RefreshCw size={16} aria-hidden="true" />
      </IconButton>
    </>
  )
}
