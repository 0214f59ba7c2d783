import { useEffect } from 'react'
import { useAppStore } from '../../store/use-app'
import type { AppState } from '../../store/use-app'

/** While the bar is open: F3 and Ctrl+G go on from anywhere, Esc closes it where nothing else wants the key. */
export function useFindKeys(): void {
  const store = useAppStore()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const app = store.getState()
      const isForOthers = event.defaultPrevented || event.isComposing || app.dialog !== null
      const action = isForOthers ? null : actionOf(event, app)
      if (action === null) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [store])
}

function actionOf(event: KeyboardEvent, app: AppState): (() => void) | null {
  const isG = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'g'
  if (event.key === 'F3' || isG) return () => void app.stepFind(event.shiftKey ? -1 : 1)
  // An open drawer is closed first.
  return event.key === 'Escape' && !app.drawerOpen && !app.panelOpen ? () => app.closeFind() : null
}
