import { estimateTokens, UNKNOWN_FACTOR, UNKNOWN_OVERHEAD } from '@shared/model/estimate-tokens'
import type { SessionId } from '@shared/model/ids'
import type { ContextUse } from '@shared/model/message-details'
import type { SessionNotes } from '@shared/model/session-notes'
import type { AppState } from '../../../store/use-app'

/** What the newest reply that is here took of the context; null where none says. */
export const contextOf =
  (sessionId: SessionId) =>
  ({ chat }: AppState): ContextUse | null => {
    const ids = chat.conversations[sessionId]?.messageIds ?? []
    const newest = ids.findLast((id) => chat.messages[id]?.details?.context !== undefined)
    return chat.messages[newest ?? '']?.details?.context ?? null
  }

/** About how many tokens was said here so far. */
export const tokensSaid =
  (sessionId: SessionId) =>
  ({ chat }: AppState): number =>
    (chat.conversations[sessionId]?.messageIds ?? []).reduce(
      (sum, id) => sum + estimateTokens(chat.messages[id]?.text ?? ''),
      0,
    )

/** What instructions and so many estimated tokens come to for a model that has not answered yet: rather too much. */
export function tokensBefore(instructions: string, said: number): number {
  const estimated = said + (instructions === '' ? 0 : estimateTokens(instructions))
  return Math.ceil(UNKNOWN_OVERHEAD + UNKNOWN_FACTOR * estimated)
}

export const notesOf =
  (sessionId: SessionId) =>
  ({ chat }: AppState): SessionNotes | null =>
    chat.conversations[sessionId]?.notes ?? null

/** Whether a message is always told to the bot. */
export const isPinned =
  (sessionId: SessionId, seq: number) =>
  (state: AppState): boolean =>
    notesOf(sessionId)(state)?.pins.some((pin) => pin.seq === seq) === true

/** What the bot of a session is called. */
export const botNameOf =
  (sessionId: SessionId) =>
  ({ sessions, bots }: AppState): string => {
    const botId = sessions[sessionId]?.botId ?? ''
    return bots[botId]?.name ?? 'The bot'
  }
