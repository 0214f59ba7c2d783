import { useEffect } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import styles from './transfer.module.css'

/** Where conversations come in, and imports that go on while nobody looks. */
export function ImportSection() {
  const openImport = useApp((app) => app.openImport)
  const loadImports = useApp((app) => app.loadImports)
  const toastError = useApp((app) => app.toastError)
  const running = useApp(
    useShallow((app) =>
      Object.values(app.imports).filter(({ state }) => state === 'checking' || state === 'running'),
    ),
  )
  useEffect(() => {
    loadImports().catch(toastError)
  }, [loadImports, toastError])
  return (
    <div className={styles['job']}>
      <p>Bring in conversations: an export of Port 8000, of ChatGPT, of Open WebUI or of Ollama.</p>
      <Button onClick={() => openImport(null)}>Import…</Button>
      {running.map(({ id, fileName }) => (
        <Button key={id} small variant="quiet" onClick={() => openImport(id)}>
          Under way: {fileName}
        </Button>
      ))}
    </div>
  )
}
