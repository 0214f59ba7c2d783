import { useState } from 'react'
import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { RelativeTime } from '../../ui/relative-time'
import { CopyField } from './copy-field'
import styles from './settings-dialog.module.css'

type Probe = CommandOutput<'server.probe'>

const WORDS: Record<Probe['verdict'], string> = {
  visited: 'Other devices can connect: one did.',
  open: 'Other devices should be able to connect: nothing stands in the way here.',
  unknown: 'The server answers. Whether a firewall lets others in, this system does not tell.',
  blocked: 'A firewall is on, and no other device has connected yet. It may have to be opened:',
  silent: 'The shared address does not answer even on this machine. Share again, or restart.',
  off: 'Nothing is shared.',
}

/** Whether another device can connect, and what opens the firewall. */
export function ShareProbe() {
  const call = useApp((app) => app.call)
  const [probe, setProbe] = useState<Probe | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const look = async () => {
    setBusy(true)
    setError(null)
    try {
      setProbe(await call('server.probe', {}))
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <div className={styles['buttons']}>
        <Button busy={busy} onClick={() => void look()}>
          {probe === null ? 'Can others connect?' : 'Look again'}
        </Button>
      </div>
      <div role="status">
        {probe !== null && (
          <p>
            {WORDS[probe.verdict]}{' '}
            {probe.visitedAt !== null && (
              <>
                Last: <RelativeTime at={probe.visitedAt} />.
              </>
            )}
          </p>
        )}
        {error !== null && <p className={styles['problem']}>{error}</p>}
      </div>
      {probe !== null && <Hole probe={probe} />}
    </>
  )
}

function Hole({ probe: { verdict, firewall } }: { readonly probe: Probe }) {
  if (firewall.line === null || verdict === 'visited' || verdict === 'off') return null
  return (
    <CopyField
      key={firewall.line}
      label={`Opens the firewall (${firewall.name ?? ''})`}
      value={firewall.line}
      hint="Run it in a terminal, as an administrator."
    />
  )
}
