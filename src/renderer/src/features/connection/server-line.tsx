import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import styles from './connection.module.css'

/** Where the controller is reached and whether it is, in the corner of the left part. */
export function ServerLine() {
  const status = useApp((app) => app.connection.status)
  const server = useApp((app) => app.server)
  if (status !== 'online')
    return <BotState state={status === 'connecting' ? 'starting' : 'failed'} word={status} />
  if (server === null) return null
  const address = server.address?.replace(/^https?:\/\//, '') ?? null
  return (
    <span
      className={styles['server']}
      title={address === null ? 'The server does not listen' : `Listening on ${address}`}
    >
      <BotState state={address === null ? 'failed' : 'ready'} word={address ?? 'not listening'} />
    </span>
  )
}
