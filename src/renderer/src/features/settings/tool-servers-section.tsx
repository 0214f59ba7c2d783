import { Plus, Wrench } from 'lucide-react'
import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useQuery } from '../../ui/use-query'
import styles from './settings-dialog.module.css'
import { RemovedNote } from './removed-note'
import { ToolServerForm } from './tool-server-form'
import { ToolServerRow } from './tool-server-row'
import type { ToolServer } from './tool-server-row'

/** The servers of the Model Context Protocol: how each is, what it has, and what the owner does about it. */
export function ToolServersSection() {
  const call = useApp((app) => app.call)
  const version = useApp((app) => app.toolServersVersion)
  const { data, error, reload } = useQuery('toolServers.list', {}, version)
  const [editing, setEditing] = useState<ToolServer | 'new' | null>(null)
  const [removed, setRemoved] = useState<ToolServer | null>(null)
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={2} rowHeight={88} label="Reading the tool servers" />
  if (editing !== null) {
    const done = () => {
      setEditing(null)
      reload()
    }
    return <ToolServerForm server={editing === 'new' ? null : editing} onDone={done} />
  }
  const add = (
    <Button
      className={styles['start']}
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => setEditing('new')}
    >
      Add a tool server
    </Button>
  )
  const restored = () => {
    setRemoved(null)
    reload()
  }
  const isEmpty = data.toolServers.length === 0
  return (
    <>
      {isEmpty ? (
        <EmptyState icon={<Wrench size={22} />} title="No tool servers yet" actions={add}>
          A server of the Model Context Protocol gives bots more tools: to read files, look things
          up, or use another program. Each of its tools is off until you grant it to a bot.
        </EmptyState>
      ) : (
        <>
          <p className={styles['note']}>
            Each tool is off until you grant it: edit a bot and open Tools. A tool that its server
            changes is off again until you have looked at it.
          </p>
          <ul className={styles['rows']} aria-label="Tool servers">
            {data.toolServers.map((server) => (
              <ToolServerRow
                key={server.id}
                server={server}
                onEdit={() => setEditing(server)}
                onRemoved={() => {
                  setRemoved(server)
                  reload()
                }}
              />
            ))}
          </ul>
        </>
      )}
      {removed !== null && (
        <RemovedNote
          name={removed.name}
          restore={() => call('toolServers.restore', { toolServerId: removed.id })}
          onRestored={restored}
        />
      )}
      {!isEmpty && add}
    </>
  )
}
