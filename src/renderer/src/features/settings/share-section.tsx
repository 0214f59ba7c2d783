import { lazy, Suspense, useState } from 'react'
import type { CommandOutput, CommandRequest } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { Select } from '../../ui/select'
import { Skeleton } from '../../ui/skeleton'
import { TextField } from '../../ui/text-field'
import { useQuery } from '../../ui/use-query'
import { CopyField } from './copy-field'
import styles from './settings-dialog.module.css'
import { ShareProbe } from './share-probe'
import share from './share-section.module.css'

const QrCode = lazy(() => import('./qr-code').then((part) => ({ default: part.QrCode })))

type Server = CommandOutput<'server.change'>['server']
type Address = CommandOutput<'server.addresses'>['addresses'][number]

const OWN_MACHINE = '127.0.0.1'
const EVERY_IPV4 = '0.0.0.0'
const EVERY = '::'

/** Opens the server to other devices, and closes it again; where it is then, and whether they can reach it. */
export function ShareSection({ server }: { readonly server: Server }) {
  const { busy, error, change } = useChange()
  const isShared = server.addresses.length > 0 || server.host !== OWN_MACHINE
  return (
    <>
      <label className={styles['switch']}>
        <input
          type="checkbox"
          checked={isShared}
          disabled={busy || server.address === null}
          onChange={({ target }) =>
            void change({ host: target.checked ? EVERY_IPV4 : OWN_MACHINE })
          }
        />
        Share on this network
      </label>
      <p className={styles['note']}>
        {isShared
          ? 'Browsers and scripts on other devices can reach Port 8000. Nobody gets in without signing in, but nothing is encrypted on the way: share it only on a network you trust.'
          : 'Only programs on this machine can connect. Shared, other devices reach the sign-in page, and nothing else without signing in.'}
      </p>
      {error !== null && (
        <p className={styles['problem']} role="alert">
          {error}
        </p>
      )}
      {isShared && <Shared server={server} />}
      <PortForm key={server.port} port={server.port} />
    </>
  )
}

function Shared({ server }: { readonly server: Server }) {
  const { data } = useQuery('server.addresses', {})
  const { busy, error, change } = useChange()
  const [first] = server.addresses
  return (
    <>
      <Select
        label="By way of"
        value={server.host}
        disabled={busy}
        options={choicesOf(data?.addresses ?? [], server.host)}
        error={error}
        onChange={({ target }) => void change({ host: target.value })}
      />
      {first === undefined ? (
        <p className={styles['note']}>
          This machine has no address on a network now. It is shared as soon as there is one.
        </p>
      ) : (
        <div className={share['reach']}>
          <div className={share['addresses']}>
            {server.addresses.map((address, index) => (
              <CopyField
                key={address}
                label={index === 0 ? 'Address for other devices' : 'Another address'}
                value={address}
                hint={index === 0 ? 'Most likely the one to use.' : ''}
              />
            ))}
          </div>
          <Suspense fallback={<Skeleton rows={1} rowHeight={176} label="Drawing the code" />}>
            <QrCode text={first} label={`QR code of ${first}`} />
          </Suspense>
        </div>
      )}
      {server.missing.length > 0 && (
        <p className={styles['problem']}>
          Could not be opened: {server.missing.join(', ')}. Another program may hold the port there.
        </p>
      )}
      <ShareProbe />
    </>
  )
}

function PortForm({ port }: { readonly port: number }) {
  const { busy, error, change } = useChange()
  const [text, setText] = useState(String(port))
  const value = Number(text)
  const isPort = /^\d{1,5}$/.test(text.trim()) && value >= 1 && value <= 65_535
  const changed = text !== String(port)
  return (
    <form
      className={styles['setting']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isPort && changed) void change({ port: value })
      }}
    >
      <TextField
        label="Port"
        inputMode="numeric"
        autoComplete="off"
        value={text}
        hint="Open conversations stay connected while it changes."
        error={isPort ? error : 'A port is a number from 1 to 65535.'}
        onChange={({ target }) => setText(target.value)}
      />
      <div className={styles['buttons']}>
        <Button type="submit" busy={busy} aria-disabled={!isPort || !changed}>
          Listen there
        </Button>
      </div>
    </form>
  )
}

function useChange() {
  const call = useApp((app) => app.call)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const change = async (wish: CommandRequest<'server.change'>) => {
    setBusy(true)
    setError(null)
    try {
      await call('server.change', wish)
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, change }
}

function choicesOf(addresses: readonly Address[], host: string) {
  const options = [
    { value: EVERY_IPV4, label: 'Every network of this machine' },
    { value: EVERY, label: 'Every network, IPv6 too' },
    ...addresses.map(({ address, interface: name, virtual }) => ({
      value: address,
      label: `${address} (${name}${virtual ? ', virtual' : ''})`,
    })),
  ]
  return options.some(({ value }) => value === host)
    ? options
    : [...options, { value: host, label: host }]
}
