import { useState } from 'react'
import type { DragEvent } from 'react'
import type { FolderId } from '@shared/model/ids'
import { useAppStore } from '../../store/use-app'
import { areSessionsDragged, droppedSessions } from './drag-sessions'
import { countOf } from './organise-slice'

/** Makes of something a place where conversations are dropped into a folder, or (null) out of theirs. */
export function useDrop(folderId: FolderId | null) {
  const store = useAppStore()
  const [isOver, setIsOver] = useState(false)
  const move = (event: DragEvent) => {
    setIsOver(false)
    const sessionIds = droppedSessions(event)
    if (sessionIds.length === 0) return
    event.preventDefault()
    const { folders, organise } = store.getState()
    const where = folderId === null ? 'out of the folder' : `to “${folders[folderId]?.name ?? ''}”`
    void organise(sessionIds, { folderId }, `${countOf(sessionIds)} moved ${where}.`)
  }
  return {
    isOver,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!areSessionsDragged(event)) return
        event.preventDefault()
        setIsOver(true)
      },
      onDragLeave: () => setIsOver(false),
      onDrop: move,
    },
  }
}
