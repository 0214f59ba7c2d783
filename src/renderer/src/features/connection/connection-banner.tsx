import { useEffect, useState } from 'react'
import { useApp } from '../../store/use-app'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Spinner } from '../../ui/spinner'
import { useNow } from '../../ui/use-now'
import styles from './connection.module.css'

const TICK_MS = 500
/** A connection that is back within this is not worth a word. */
const PATIENCE_MS = 1_000

/** What is happening while there is no connection: when it is tried again, and a way to try now. */
export function ConnectionBanner() {
  const connection = useApp((app) => app.connection)
  const updated = useApp((app) => app.updated)
  if (connection.status === 'offline') return <Offline retryAt={connection.retryAt} />
  if (connection.status === 'connecting') return <Connecting />
  if (updated) {
    return (
      <Banner
        tone="info"
        actions={
          <Button small onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        Port 8000 was updated. Reload to use the new version.
      </Banner>
    )
  }
  return null
}

function usePatience(): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return isOver
}

function Offline({ retryAt }: { readonly retryAt: number | null }) {
  const reconnect = useApp((app) => app.reconnect)
  const now = useNow(TICK_MS)
  const isWorthAWord = usePatience()
  if (!isWorthAWord) return null
  const seconds = retryAt === null ? 0 : Math.max(1, Math.ceil((retryAt - now) / 1000))
  return (
    <Banner
      tone="warning"
      actions={
        <Button small busy={retryAt === null} onClick={reconnect}>
          {retryAt === null ? 'Connecting' : 'Try now'}
        </Button>
      }
    >
      <strong>No connection to Port 8000.</strong>{' '}
      {retryAt === null ? 'Connecting…' : <span aria-live="off">Trying again in {seconds} s.</span>}{' '}
      What you write is kept.
    </Banner>
  )
}

function Connecting() {
  const isWorthAWord = usePatience()
  if (!isWorthAWord) return null
  return (
    <div className={styles['connecting']} role="status">
      <Spinner /> Connecting to Port 8000…
    </div>
  )
}
