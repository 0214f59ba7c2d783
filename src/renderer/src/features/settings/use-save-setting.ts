import { useState } from 'react'
import type { CommandRequest } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { messageOf } from '../../ui/message-of'

export interface SaveSetting {
  readonly busy: boolean
  readonly error: string | null
  readonly save: (changes: CommandRequest<'settings.update'>) => Promise<void>
  readonly clearError: () => void
}

/** Changes settings, and says so or why not. */
export function useSaveSetting(): SaveSetting {
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  return {
    busy,
    error,
    clearError: () => setError(null),
    save: async (changes) => {
      setBusy(true)
      setError(null)
      try {
        await call('settings.update', changes)
        toast({ text: 'Saved.' })
      } catch (reason) {
        setError(messageOf(reason))
      } finally {
        setBusy(false)
      }
    },
  }
}
