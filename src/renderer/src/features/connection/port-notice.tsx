import { useId, useState } from 'react'
import { useApp } from '../../store/use-app'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import styles from './connection.module.css'

/** The controller's own server does not listen: who holds the port, and another one to take. Nothing where it listens. */
export function PortNotice() {
  const server = useApp((app) => app.server)
  const isOwner = useApp((app) => app.role === 'owner')
  if (server?.error == null) return null
  const holder = server.holder === null ? '' : ` ${server.holder} holds the port.`
  return (
    <Banner tone="warning" actions={isOwner && <AnotherPort taken={server.port} />}>
      <strong>Browsers and scripts cannot connect.</strong> {server.error.message}
      {holder} Everything in this window works.
    </Banner>
  )
}

function AnotherPort({ taken }: { readonly taken: number }) {
  const listenOn = useApp((app) => app.listenOn)
  const [port, setPort] = useState(String(taken + 1))
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const id = useId()
  const value = Number(port)
  const problem =
    Number.isInteger(value) && value >= 1 && value <= 65_535
      ? null
      : 'A port is a number from 1 to 65535.'

  const listen = async () => {
    if (problem !== null || busy) return
    setBusy(true)
    setError(null)
    try {
      await listenOn(value)
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  const wrong = problem ?? error
  return (
    <form
      className={styles['port']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void listen()
      }}
    >
      <label htmlFor={id}>Listen on port</label>
      <input
        id={id}
        className={styles['portField']}
        inputMode="numeric"
        autoComplete="off"
        value={port}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={wrong === null ? undefined : `${id}-error`}
        onChange={({ target }) => {
          setError(null)
          setPort(target.value.trim())
        }}
      />
      <Button small type="submit" busy={busy} aria-disabled={problem !== null}>
        Listen
      </Button>
      {wrong !== null && (
        <span id={`${id}-error`} className={styles['portError']} role="alert">
          {wrong}
        </span>
      )}
    </form>
  )
}
