import { useState } from 'react'
import { useApp } from '../../store/use-app'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { useNow } from '../../ui/use-now'

/** The address was changed and the change undoes itself soon: it is kept from the new address, so that nobody is locked out. */
export function ConfirmBanner({ until }: { readonly until: number }) {
  const call = useApp((app) => app.call)
  const there = useNewAddress()
  const offset = useApp((app) => app.clockOffsetMs)
  const now = useNow(1_000) + offset
  const [error, setError] = useState<string | null>(null)
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000))

  const act = (command: 'server.confirm' | 'server.undo') => {
    setError(null)
    call(command, {}).catch((reason: unknown) => setError(messageOf(reason)))
  }
  const openThere = async (address: string) => {
    try {
      const { url } = await call('access.createLink', {})
      location.assign(`${address}/${new URL(url).hash}`)
    } catch (reason) {
      setError(messageOf(reason))
    }
  }
  return (
    <Banner
      tone="warning"
      actions={
        <>
          {there === null ? (
            <Button small onClick={() => act('server.confirm')}>
              Keep it
            </Button>
          ) : (
            <Button small onClick={() => void openThere(there)}>
              Open {there}
            </Button>
          )}
          <Button small variant="quiet" onClick={() => act('server.undo')}>
            Undo
          </Button>
        </>
      }
    >
      <strong>The address of Port 8000 was changed.</strong>{' '}
      <span aria-live="off">
        It goes back in {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')} unless it
        is kept from the new address.
      </span>{' '}
      {error}
    </Banner>
  )
}

/** Where this page has to go to keep the change; null where it is there already, or is the desktop's own. */
function useNewAddress(): string | null {
  const inWindow = useApp((app) => app.inWindow)
  const server = useApp((app) => app.server)
  if (inWindow || server === null) return null
  const all = [...server.addresses, ...(server.address === null ? [] : [server.address])]
  return all.includes(location.origin) ? null : (all[0] ?? null)
}
