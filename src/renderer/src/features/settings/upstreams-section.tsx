import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useQuery } from '../../ui/use-query'
import styles from './settings-dialog.module.css'
import { RemovedNote } from './removed-note'
import { UpstreamForm } from './upstream-form'
import { UpstreamRow } from './upstream-row'
import type { Upstream } from './upstream-row'

/** The Ollama servers: how each is, and what the owner does about it. */
export function UpstreamsSection() {
  const call = useApp((app) => app.call)
  const version = useApp((app) => app.upstreamsVersion)
  const settings = useApp((app) => app.settingsVersion)
  const { data, error, reload } = useQuery('upstreams.list', {}, version * 1e6 + settings)
  const [editing, setEditing] = useState<Upstream | 'new' | null>(null)
  const [removed, setRemoved] = useState<Upstream | null>(null)
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={2} rowHeight={88} label="Reading the servers" />
  if (editing !== null) {
    const done = () => {
      setEditing(null)
      reload()
    }
    return <UpstreamForm upstream={editing === 'new' ? null : editing} onDone={done} />
  }
  return (
    <>
      <p className={styles['note']}>
        With several servers, each reply comes from one that has the model in memory, else on its
        disk, and of equals from the one with least to do. Where one fails before it said anything,
        another takes over.
      </p>
      <ul className={styles['rows']} aria-label="Ollama servers">
        {data.upstreams.map((upstream) => (
          <UpstreamRow
            key={upstream.id}
            upstream={upstream}
            onEdit={() => setEditing(upstream)}
            onChanged={reload}
            onRemoved={() => {
              setRemoved(upstream)
              reload()
            }}
          />
        ))}
      </ul>
      {removed !== null && (
        <RemovedNote
          name={removed.name}
          restore={() => call('upstreams.restore', { upstreamId: removed.id })}
          onRestored={() => {
            setRemoved(null)
            reload()
          }}
        />
      )}
      <Button
        className={styles['start']}
        icon={<Plus size={15} aria-hidden="true" />}
        onClick={() => setEditing('new')}
      >
        Add a server
      </Button>
    </>
  )
}
