import { useCallback, useLayoutEffect, useRef } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useAppStore } from '../../store/use-app'
import type { ListItem } from './list-items'
import type { PressedKeys } from './session-row'

/** What a press on a row does: opens it, or chooses it, or everything from the row pressed before. */
export function useChoosing(items: readonly ListItem[]) {
  const store = useAppStore()
  const latest = useRef(items)
  const anchor = useRef<SessionId | null>(null)
  useLayoutEffect(() => {
    latest.current = items
  }, [items])

  const chooseUpTo = useCallback(
    (sessionId: SessionId, since: string | null = null) => {
      const ids = latest.current.flatMap((item) => (item.kind === 'session' ? item.key : []))
      const { checked, check, selectedSessionId } = store.getState()
      const begin = since ?? anchor.current ?? selectedSessionId ?? sessionId
      const from = ids.includes(begin) ? ids.indexOf(begin) : ids.indexOf(sessionId)
      const to = ids.indexOf(sessionId)
      check([...checked, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)])
    },
    [store],
  )
  const press = useCallback(
    (sessionId: SessionId, { shiftKey, ctrlKey, metaKey }: PressedKeys) => {
      const { selecting, toggleChecked, selectSession, role } = store.getState()
      const mayChoose = role !== 'viewer'
      if (mayChoose && shiftKey) {
        chooseUpTo(sessionId)
        return
      }
      anchor.current = sessionId
      if (selecting || (mayChoose && (ctrlKey || metaKey))) toggleChecked(sessionId)
      else selectSession(sessionId)
    },
    [store, chooseUpTo],
  )
  return { press, chooseUpTo }
}
