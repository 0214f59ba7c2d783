import type { Passage, RankedPassage } from './guide-index'
import { questionTermsOf, termsOf } from './question-terms'

/** How much of a question's weight a passage must cover to be an answer to it. */
const ENOUGH_COVERAGE = 0.56
/** A further passage is quoted where it is nearly as good as the best. */
const NEARLY_AS_GOOD = 0.88
const MAX_QUOTED = 3
/** A word in the heading says what a passage is about; one in the page's title says it a little. */
const HEADING_BONUS = 0.6
const PAGE_BONUS = 0.05
/** How much the index's own order counts. */
const RANK_BONUS = 0.25
/** What a word counts that no match has. */
const UNKNOWN_WEIGHT = 2.4
/** A word of the same meaning is nearly as good as the word itself. */
const SYNONYM_SHARE = 0.75
/** How much of the heading's bonus depends on how little else it speaks of. */
const FOCUS_SHARE = 0.5

/**
 * The passages that answer the question, best first, three at most; none where the best match covers too little of
 * what was asked. A full-text index answers as soon as one word fits, so "the capital of France" finds the page
 * that speaks of capital letters: here every word of weight counts, and one that no match has counts most.
 */
export function selectPassages(
  question: string,
  ranked: readonly RankedPassage[],
): readonly Passage[] {
  const words = questionTermsOf(question)
  const candidates = ranked.map(toCandidate)
  const asked = words.map((terms) => ({ terms, weight: weightOf(terms, candidates) }))
  const bestScore = Math.max(...ranked.map(({ score }) => score))

  const judged = candidates
    .map((candidate) => ({
      passage: candidate.passage,
      coverage: coverageOf(asked, candidate.all),
      value: valueOf(candidate, asked, bestScore),
    }))
    .filter(({ coverage }) => coverage >= ENOUGH_COVERAGE)
    .sort((a, b) => b.value - a.value)

  const best = judged[0]?.value ?? 0
  return judged
    .filter(({ value }) => value >= best * NEARLY_AS_GOOD)
    .slice(0, MAX_QUOTED)
    .map(({ passage }) => passage)
}

/** One word of the question with its synonyms, itself first. */
interface Asked {
  readonly terms: readonly string[]
  readonly weight: number
}

interface Candidate {
  readonly passage: Passage
  readonly score: number
  readonly heading: ReadonlySet<string>
  readonly page: ReadonlySet<string>
  readonly all: ReadonlySet<string>
}

function toCandidate({ passage, score }: RankedPassage): Candidate {
  const heading = termsOf(passage.heading)
  const page = termsOf(passage.pageTitle)
  return {
    passage,
    score,
    heading: new Set(heading),
    page: new Set(page),
    all: new Set([...heading, ...page, ...termsOf(passage.text)]),
  }
}

/** 1 for a word that all matches have, nearly 2 for one that few have, more for one that none has: it may be the very subject. */
function weightOf(terms: readonly string[], candidates: readonly Candidate[]): number {
  const having = candidates.filter(({ all }) => terms.some((term) => all.has(term))).length
  return having === 0 ? UNKNOWN_WEIGHT : 2 - having / candidates.length
}

function valueOf(candidate: Candidate, asked: readonly Asked[], bestScore: number): number {
  const rank = bestScore > 0 ? candidate.score / bestScore : 0
  const focus = 1 - FOCUS_SHARE + FOCUS_SHARE * focusOf(candidate.heading, asked)
  return (
    coverageOf(asked, candidate.all) +
    coverageOf(asked, candidate.heading) * HEADING_BONUS * focus +
    coverageOf(asked, candidate.page) * PAGE_BONUS +
    rank * RANK_BONUS
  )
}

/** The share of the question's weight that these words cover, 0 to 1. */
function coverageOf(asked: readonly Asked[], found: ReadonlySet<string>): number {
  const total = asked.reduce((sum, { weight }) => sum + weight, 0)
  const covered = asked.reduce((sum, { terms, weight }) => sum + weight * shareOf(terms, found), 0)
  return total === 0 ? 0 : covered / total
}

function shareOf([term = '', ...synonyms]: readonly string[], found: ReadonlySet<string>): number {
  if (found.has(term)) return 1
  return synonyms.some((synonym) => found.has(synonym)) ? SYNONYM_SHARE : 0
}

/** The share of the heading's words that were asked for. */
function focusOf(heading: ReadonlySet<string>, asked: readonly Asked[]): number {
  const askedFor = [...heading].filter((word) =>
    asked.some(({ terms }) => terms.includes(word)),
  ).length
  return askedFor / Math.max(heading.size, 1)
}
