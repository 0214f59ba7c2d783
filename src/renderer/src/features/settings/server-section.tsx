import { ExternalLink } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { Button } from '../../ui/button'
import { Skeleton } from '../../ui/skeleton'
import { describeSource } from './setting-source'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'

const ShareSection = lazy(() =>
  import('./share-section').then((part) => ({ default: part.ShareSection })),
)
const WallFields = lazy(() =>
  import('./wall-fields').then((part) => ({ default: part.WallFields })),
)

/** Where the controller listens for browsers and scripts. */
export function ServerSection({ settings }: { readonly settings: Settings }) {
  const { host, port } = settings
  const server = useApp((app) => app.server)
  const version = useApp((app) => app.version)
  const navigate = useApp((app) => app.navigate)
  const closeDialog = useApp((app) => app.closeDialog)
  const address = server?.address ?? null
  return (
    <>
      <div className={styles['status']} role="status">
        <BotState
          state={address === null ? 'failed' : 'ready'}
          word={address === null ? 'not listening' : `listening on ${address}`}
        />
        {server?.error != null && <p className={styles['wide']}>{server.error.message}</p>}
      </div>
      {server !== null && (
        <Suspense fallback={<Skeleton rows={3} rowHeight={56} label="Reading the addresses" />}>
          <ShareSection server={server} />
        </Suspense>
      )}
      <dl className={styles['facts']}>
        <dt>Host</dt>
        <dd>
          <code>{host.value}</code>
          <span className={styles['note']}>
            {describeSource(host.source, { variable: 'HOST', flag: '--host' })}
          </span>
        </dd>
        <dt>Port</dt>
        <dd>
          <code>{port.value}</code>
          <span className={styles['note']}>
            {describeSource(port.source, { variable: 'PORT', flag: '--port' })}
          </span>
        </dd>
        <dt>Version</dt>
        <dd>
          <code>{version}</code>
        </dd>
      </dl>
      <Suspense fallback={<Skeleton rows={3} rowHeight={56} label="Reading the walls" />}>
        <WallFields settings={settings} />
      </Suspense>
      <Button
        className={styles['start']}
        icon={<ExternalLink size={15} aria-hidden="true" />}
        onClick={() => {
          closeDialog()
          navigate({ page: 'api', operation: null })
        }}
      >
        API reference
      </Button>
    </>
  )
}
