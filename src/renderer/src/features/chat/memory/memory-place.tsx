import { lazy, Suspense } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'

const MemoryDialog = lazy(() =>
  import('./memory-dialog').then((module) => ({ default: module.MemoryDialog })),
)

/** Where the bot's memory of a session is shown once somebody asks for it: outside any form, for it has some of its own. */
export function MemoryPlace({ sessionId }: { readonly sessionId: SessionId }) {
  const isOpen = useApp((state) => state.memoryOf === sessionId)
  const show = useApp((state) => state.showMemory)
  if (!isOpen) return null
  return (
    <Suspense>
      <MemoryDialog sessionId={sessionId} onClose={() => show(null)} />
    </Suspense>
  )
}
