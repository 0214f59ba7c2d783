import { useEffect } from 'react'
import { useAppStore } from '../../store/use-app'
import type { AppState } from '../../store/use-app'

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

function isInFindBar(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-find-bar]') !== null
}

/** The action a key asks for, anywhere in the window; null where it asks for none. */
function actionOf(event: KeyboardEvent, app: AppState): (() => void) | null {
  const mod = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()
  const isOwner = app.role === 'owner'
  if (mod && !event.altKey) return modActionOf(key, event, app, isOwner)
  if (event.altKey && !mod) return botActionOf(event.code, app)
  return key === '?' && !isTyping(event.target) ? () => app.openShortcuts() : null
}

function modActionOf(
  key: string,
  { shiftKey, target }: KeyboardEvent,
  app: AppState,
  isOwner: boolean,
): (() => void) | null {
  if (shiftKey) return shiftActionOf(key, app, isOwner)
  // In the bar already: the same key once more looks everywhere.
  if (key === 'f') return isInFindBar(target) ? () => app.searchEverywhere() : () => app.openFind()
  if (key === 'n' && app.role !== 'viewer') return () => void app.startNewSession()
  const { selectedSessionId } = app
  if (key === '.' && selectedSessionId !== null) return () => void app.stopTurn(selectedSessionId)
  return null
}

function shiftActionOf(key: string, app: AppState, isOwner: boolean): (() => void) | null {
  if (key === 'f') return () => app.searchEverywhere()
  if (key === 'm') return () => app.navigate({ page: 'models' })
  return key === 'l' && isOwner ? () => app.openBotDialog({ kind: 'create' }) : null
}

/** By the key's place: with Alt some layouts make another character of a digit. */
function botActionOf(code: string, app: AppState): (() => void) | null {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1]
  const botId = digit === undefined ? undefined : app.botIds[Number(digit) - 1]
  return botId === undefined ? null : () => app.selectBot(botId)
}

/** Shortcuts that work anywhere, but not behind an open dialog. */
export function useShortcuts(): void {
  const store = useAppStore()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const app = store.getState()
      if (
        event.defaultPrevented ||
        event.isComposing ||
        app.dialog !== null ||
        app.overviewStatus !== 'ready'
      )
        return
      const action = actionOf(event, app)
      if (action === null) return
      event.preventDefault()
      action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [store])
}
