/** More words than a person puts in one question; the rest is ignored. */
const MAX_TERMS = 32

/** Words that say how something is asked, not what about. */
const STOP_WORDS = new Set(
  `a about after again all also am an and any anyone anything are as ask at be because been before being but by
  can cannot could did do does doing done else every everything explain for from get gets getting give go got
  had happen happens has have having hello help here hey hi how i if in into is it its just know
  let like make makes may me mean means might mine more most much must my need needs no not now
  of off ok okay on once one only or other our out over please put say says shall she he should show so some
  someone something somewhere such sure tell than thank thanks that the their them then there these they thing things this
  those to too try trying understand up us use used using very want wanted wants was way ways we well were
  what whatever when where whether which while who whom whose why will with without wonder work works would
  yes yet you your yours
  ain aren couldn didn doesn don hadn hasn haven isn mustn shouldn wasn weren won wouldn`.split(
    /\s+/,
  ),
)

/** Letters, marks and digits, with what follows an apostrophe in a group of its own. */
const WORD = /([\p{L}\p{M}\p{N}]+)(?:['’]\p{L}+)*/gu

/**
 * The words of a person's question that say what it is about: lower case, each once, at most 32. Whatever the input
 * is (control characters, lone surrogates, query operators), what comes out consists of letters, marks and digits.
 */
export function termsOf(question: string): readonly string[] {
  const terms = new Set<string>()
  for (const [, word = ''] of question.normalize('NFC').toLowerCase().matchAll(WORD)) {
    if (isOneLetter(word) || STOP_WORDS.has(word)) continue
    terms.add(word)
    if (terms.size === MAX_TERMS) break
  }
  return [...terms]
}

/** An FTS5 expression that matches any of the terms. Quoted, so none of them can be an operator. */
export function toMatchExpression(terms: readonly string[]): string {
  return terms.map((term) => `"${term}"`).join(' OR ')
}

function isOneLetter(word: string): boolean {
  return /^[a-z]$/.test(word)
}
