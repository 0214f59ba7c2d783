import type { DragEvent } from 'react'
import type { SessionId } from '@shared/model/ids'

const TYPE = 'application/x-port8000-sessions'

/** Begins to drag conversations of the list. */
export function dragSessions(event: DragEvent, sessionIds: readonly SessionId[]): void {
  event.dataTransfer.setData(TYPE, JSON.stringify(sessionIds))
  event.dataTransfer.effectAllowed = 'move'
}

/** Whether conversations are dragged; what they are is told only once they are dropped. */
export function areSessionsDragged(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(TYPE)
}

export function droppedSessions(event: DragEvent): SessionId[] {
  try {
    const dropped: unknown = JSON.parse(event.dataTransfer.getData(TYPE))
    return Array.isArray(dropped) ? dropped.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}
