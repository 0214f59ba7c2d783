import { useEffect } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { ExportState } from './export-state'
import styles from './transfer.module.css'

/** Everything as a file, and the files that are being made or wait to be saved. */
export function ExportSection() {
  const openExport = useApp((app) => app.openExport)
  const loadExports = useApp((app) => app.loadExports)
  const toastError = useApp((app) => app.toastError)
  const ids = useApp(
    useShallow((app) =>
      Object.values(app.exports)
        .filter(({ state }) => state !== 'cancelled')
        .toSorted((a, b) => b.startedAt - a.startedAt)
        .map(({ id }) => id),
    ),
  )
  useEffect(() => {
    loadExports().catch(toastError)
  }, [loadExports, toastError])
  return (
    <>
      <p>
        Take everything with you: all bots and conversations, with every version of every message.
        One conversation or all of one bot can be exported from its own menu.
      </p>
      <Button onClick={() => openExport({ kind: 'everything' })}>Export everything…</Button>
      {ids.length > 0 && (
        <ul className={styles['jobs']} aria-label="Exports">
          {ids.map((id) => (
            <li key={id}>
              <ExportState exportId={id} />
            </li>
          ))}
        </ul>
      )}
      <p className={styles['numbers']}>Files are kept here for an hour, then removed.</p>
    </>
  )
}
