import type { MessageId, SessionId, Timestamp } from '@shared/model/ids'
import type { SearchGroup, SearchHit, TextRange } from '@shared/model/search'
import type { Session } from '@shared/model/session'
import { apart } from './find-matches.ts'
import type { MatchQuality, TermFinder } from './find-matches.ts'
import { foldWithOffsets } from './fold-text.ts'
import { makeSnippet } from './make-snippet.ts'

export interface FoundMessage {
  readonly id: MessageId
  readonly sessionId: SessionId
  readonly seq: number
  readonly author: SearchHit['author']
  readonly text: string
  readonly createdAt: Timestamp
}
export interface FoundTitle {
  readonly sessionId: SessionId
  readonly ranges: readonly TextRange[]
  readonly updatedAt: Timestamp
}
interface Ranked {
  readonly message: FoundMessage
  readonly ranges: readonly TextRange[]
  readonly score: number
}
/** One session, before its row is read. */
export interface RankedGroup {
  readonly sessionId: SessionId
  readonly titleRanges: readonly TextRange[]
  readonly ranked: readonly Ranked[]
  readonly score: number
}

const WEIGHTS: Readonly<Record<MatchQuality, number>> = { whole: 3, beginning: 2, inside: 1 }
const TITLE_SCORE = 4
const HITS_SHOWN = 3
const DAY_MS = 86_400_000
/** What was said today counts half as much again; the advantage fades over months. */
const RECENT_BONUS = 0.5
const RECENT_DAYS = 30
/** Words this near to one another belong together. */
const NEAR = 40

/** Groups what was found by session and puts the best first. */
export function rankGroups(
  messages: readonly FoundMessage[],
  titles: readonly FoundTitle[],
  finders: readonly TermFinder[],
  now: Timestamp,
): readonly RankedGroup[] {
  const bySession = new Map<SessionId, Ranked[]>()
  for (const message of messages) {
    const group = bySession.get(message.sessionId) ?? []
    bySession.set(message.sessionId, group)
    group.push(rank(message, finders, now))
  }
  const titleOf = new Map(titles.map((title) => [title.sessionId, title]))
  const sessionIds = new Set([...bySession.keys(), ...titleOf.keys()])
  return [...sessionIds]
    .map((sessionId) => toGroup(sessionId, bySession.get(sessionId), titleOf.get(sessionId), now))
    .toSorted((a, b) => b.score - a.score || (a.sessionId < b.sessionId ? 1 : -1))
}

/** A group as it is answered: with its session, and snippets of its best hits. */
export function showGroup(
  session: Session,
  { titleRanges, ranked }: RankedGroup,
  isVisible: (seq: number) => boolean,
): SearchGroup {
  return {
    session,
    titleRanges: [...titleRanges],
    hits: ranked.slice(0, HITS_SHOWN).map(({ message, ranges }) => ({
      messageId: message.id,
      seq: message.seq,
      author: message.author,
      createdAt: message.createdAt,
      snippet: makeSnippet(message.text, ranges),
      isVisible: isVisible(message.seq),
    })),
    hitCount: ranked.length,
  }
}

function toGroup(
  sessionId: SessionId,
  found: readonly Ranked[] = [],
  title: FoundTitle | undefined,
  now: Timestamp,
): RankedGroup {
  const ranked = found.toSorted((a, b) => b.score - a.score || b.message.seq - a.message.seq)
  const titleScore = title === undefined ? 0 : TITLE_SCORE * freshness(title.updatedAt, now)
  return {
    sessionId,
    titleRanges: title?.ranges ?? [],
    ranked,
    score: titleScore + (ranked[0]?.score ?? 0),
  }
}

function rank(message: FoundMessage, finders: readonly TermFinder[], now: Timestamp): Ranked {
  const folded = foldWithOffsets(message.text)
  const found = finders.flatMap((find) => find(folded) ?? [])
  const ranges = apart(found.flatMap(({ ranges: of }) => of))
  let relevance = found.length === 0 ? 1 : 0
  for (const { quality, ranges: of } of found)
    relevance += WEIGHTS[quality] * (1 + Math.log2(of.length) / 4)
  // The same words say more about a short text than about a long one.
  relevance /= 1 + Math.log2(1 + message.text.length / 1000) / 4
  if (found.length > 1 && ranges.some(isNearNext)) relevance *= 1.3
  return { message, ranges, score: relevance * freshness(message.createdAt, now) }
}

function isNearNext({ offset, length }: TextRange, index: number, all: TextRange[]): boolean {
  const next = all[index + 1]
  return next !== undefined && next.offset - offset - length < NEAR
}

function freshness(at: Timestamp, now: Timestamp): number {
  const days = Math.max(0, now - at) / DAY_MS
  return 1 + RECENT_BONUS / (1 + days / RECENT_DAYS)
}
