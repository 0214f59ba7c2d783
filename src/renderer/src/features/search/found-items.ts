import type { BotId } from '@shared/model/ids'
import type { SearchGroup, SearchHit, SearchResult, TextRange } from '@shared/model/search'

/** Something in the list of results that can be opened, in the order it is shown. */
export type FoundItem =
  | {
      readonly kind: 'bot'
      readonly key: string
      readonly botId: BotId
      readonly nameRanges: readonly TextRange[]
    }
  | { readonly kind: 'session'; readonly key: string; readonly group: SearchGroup }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly group: SearchGroup
      readonly hit: SearchHit
    }

export function itemsOf({ bots, groups }: SearchResult): readonly FoundItem[] {
  return [
    ...bots.map(({ botId, nameRanges }) => ({
      kind: 'bot' as const,
      key: `bot-${botId}`,
      botId,
      nameRanges,
    })),
    ...groups.flatMap((group) => [
      { kind: 'session' as const, key: group.session.id, group },
      ...group.hits.map((hit) => ({ kind: 'message' as const, key: hit.messageId, group, hit })),
    ]),
  ]
}

/** The words that were found in a hit, as they are written there, each once. */
export function wordsOf({ snippet: { text, ranges } }: SearchHit): readonly string[] {
  return [...new Set(ranges.map(({ offset, length }) => text.slice(offset, offset + length)))]
}

/** How much was found: "3 messages in 2 conversations", "500+ messages in 41+ conversations". */
export function countOf({ messageCount, sessionCount, isExact, bots }: SearchResult): string {
  const plus = isExact ? '' : '+'
  const count = (number: number, word: string) =>
    `${number}${plus} ${word}${number === 1 && isExact ? '' : 's'}`
  if (sessionCount === 0) return bots.length === 1 ? '1 bot' : `${bots.length} bots`
  const sessions = count(sessionCount, 'conversation')
  return messageCount === 0 ? sessions : `${count(messageCount, 'message')} in ${sessions}`
}

/** What is not found yet, while messages from before an update are still being indexed; empty where all are. */
export function indexingOf({ indexing }: SearchResult): string {
  if (indexing === null) return ''
  const percent = Math.floor((100 * indexing.indexed) / Math.max(1, indexing.total))
  return `Older messages are still being indexed: ${percent} % done. New ones are found.`
}
