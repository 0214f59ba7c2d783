import type { ReplyMetrics } from '@shared/model/message'

export type DoneMetrics = Omit<ReplyMetrics, 'timeToFirstTokenMs' | 'totalMs'>

/**
 * Those of a reply that was asked for in several rounds: what was made is added up. What was read counts as of the first:
 * the prompt as it was built, by which the model's counting is learnt.
 */
export function addMetrics(before: DoneMetrics | null, last: DoneMetrics): DoneMetrics {
  if (before === null) return last
  return {
    ...last,
    promptTokens: before.promptTokens,
    loadMs: sumOf(before.loadMs, last.loadMs),
    replyTokens: sumOf(before.replyTokens, last.replyTokens),
    tokensPerSecond: rateOf(before, last),
  }
}

function sumOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b
}

/** All tokens over all the time they took. */
function rateOf(before: DoneMetrics, last: DoneMetrics): number | null {
  const rounds = [before, last].flatMap(({ replyTokens, tokensPerSecond }) =>
    replyTokens && tokensPerSecond ? [{ tokens: replyTokens, rate: tokensPerSecond }] : [],
  )
  const tokens = rounds.reduce((sum, round) => sum + round.tokens, 0)
  const seconds = rounds.reduce((sum, round) => sum + round.tokens / round.rate, 0)
  return seconds === 0 ? null : tokens / seconds
}
