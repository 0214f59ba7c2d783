import { useEffect } from 'react'
import { useApp, useAppStore } from '../../store/use-app'

/** What is in view is read. */
export function useMarkRead(): void {
  const store = useAppStore()
  const sessionId = useApp((app) => app.selectedSessionId)
  const lastSeq = useApp((app) =>
    sessionId === null ? 0 : (app.sessions[sessionId]?.lastSeq ?? 0),
  )

  useEffect(() => {
    store.getState().markSelectedRead()
  }, [store, sessionId, lastSeq])

  useEffect(() => {
    const look = () => store.getState().markSelectedRead()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [store])
}
