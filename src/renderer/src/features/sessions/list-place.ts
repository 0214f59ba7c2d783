import type { BotId, FolderId } from '@shared/model/ids'
import type { Session } from '@shared/model/session'

/** What the list of conversations shows: the selected bot's own, or a place that belongs to no bot. */
export type ListPlace =
  | { readonly kind: 'bot' }
  | { readonly kind: 'folder'; readonly folderId: FolderId }
  | { readonly kind: 'archive' }
  | { readonly kind: 'bin' }

/** Which conversations a list holds. */
export type ListScope =
  | { readonly kind: 'bot'; readonly botId: BotId }
  | { readonly kind: 'folder'; readonly folderId: FolderId }
  | { readonly kind: 'archive' }

/** The scope of what is shown; null for the bin, which is read by itself. */
export function scopeOf(place: ListPlace, botId: BotId): ListScope | null {
  if (place.kind === 'bin') return null
  return place.kind === 'bot' ? { kind: 'bot', botId } : place
}

/** Under which name it is known how much of it is here. A bot's is its id. */
export function listKeyOf(scope: ListScope): string {
  switch (scope.kind) {
    case 'bot':
      return scope.botId
    case 'folder':
      return `folder ${scope.folderId}`
    case 'archive':
      return 'archive'
  }
}

/** How the controller is asked for it. */
export function filterOf(scope: ListScope) {
  switch (scope.kind) {
    case 'bot':
      return { botId: scope.botId }
    case 'folder':
      return { folderId: scope.folderId }
    case 'archive':
      return { archived: true }
  }
}

export function isIn(session: Session, scope: ListScope): boolean {
  if (scope.kind === 'archive') return session.archived
  if (session.archived) return false
  return scope.kind === 'bot' ? session.botId === scope.botId : session.folderId === scope.folderId
}
