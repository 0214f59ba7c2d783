import { useEffect } from 'react'
import { useApp, useAppStore } from '../../store/use-app'
import { onReadElsewhere } from './read-marks'

/** What is in view is read; what another tab of this browser read is read here too. */
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
    const stop = onReadElsewhere((readMarks) => store.setState({ readMarks }))
    return () => {
      document.removeEventListener('visibilitychange', look)
      stop()
    }
  }, [store])
}
