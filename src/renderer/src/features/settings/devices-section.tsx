import { ExternalLink, Laptop, Link } from 'lucide-react'
import { useState } from 'react'
import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { formatClock } from '../../ui/format-time'
import { RelativeTime } from '../../ui/relative-time'
import { Skeleton } from '../../ui/skeleton'
import { useQuery } from '../../ui/use-query'
import { CopyField } from './copy-field'
import styles from './settings-dialog.module.css'

/** Browsers that are signed in, and the ways to sign in another. */
export function DevicesSection() {
  return (
    <>
      <SignInAnother />
      <Devices />
    </>
  )
}

function SignInAnother() {
  const call = useApp((app) => app.call)
  const toastError = useApp((app) => app.toastError)
  const desktop = useApp((app) => app.desktop)
  const openInBrowser = useApp((app) => app.openInBrowser)
  const [link, setLink] = useState<CommandOutput<'access.createLink'> | null>(null)
  const create = () => void call('access.createLink', {}).then(setLink, toastError)
  return (
    <>
      <div className={styles['buttons']}>
        {desktop && (
          <Button
            variant="primary"
            icon={<ExternalLink size={15} aria-hidden="true" />}
            onClick={() => void openInBrowser()}
          >
            Open in browser
          </Button>
        )}
        <Button icon={<Link size={15} aria-hidden="true" />} onClick={create}>
          {link === null ? 'Make a sign-in link' : 'Make another link'}
        </Button>
      </div>
      {link !== null && (
        <CopyField
          key={link.url}
          label="Sign-in link"
          value={link.url}
          hint={`Works once, until ${formatClock(link.expiresAt)}.`}
        />
      )}
    </>
  )
}

function Devices() {
  const version = useApp((app) => app.accessVersion)
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const toastError = useApp((app) => app.toastError)
  const { data, error, reload } = useQuery('access.listDevices', {}, version)
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={3} rowHeight={52} label="Reading the devices" />
  if (data.devices.length === 0) {
    return (
      <EmptyState icon={<Laptop size={24} />} title="No browser is signed in">
        Make a link and open it in the browser you want to use.
      </EmptyState>
    )
  }
  const signOut = (deviceId: string, name: string) => {
    call('access.revokeDevice', { deviceId }).then(() => {
      toast({ text: `${name} was signed out.` })
      reload()
    }, toastError)
  }
  return (
    <ul className={styles['rows']}>
      {data.devices.map((device) => (
        <li key={device.id} className={styles['row']}>
          <div className={styles['words']}>
            <span className={styles['name']}>{device.name}</span>
            <span className={styles['note']}>
              <NameOf personId={device.personId} /> · last seen{' '}
              <RelativeTime at={device.lastSeenAt} />
            </span>
          </div>
          <Button variant="danger" small onClick={() => signOut(device.id, device.name)}>
            Sign out
          </Button>
        </li>
      ))}
    </ul>
  )
}

function NameOf({ personId }: { readonly personId: string }) {
  return useApp((app) => app.people[personId]?.name ?? 'somebody who was removed')
}
