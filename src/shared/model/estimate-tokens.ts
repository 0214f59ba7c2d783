/** What a message costs besides its text: role and separators in the model's template. */
const TOKENS_PER_MESSAGE = 4
/**
 * Before a model has answered once: an estimate counts four ASCII characters a token, and three are near what models make
 * of the text and code that is hardest on them. Too much is refused by the server (`truncate: false`); too little only
 * means that the first reply is told a few messages less.
 */
export const UNKNOWN_FACTOR = 4 / 3
/** What a template adds of its own before anything is known: 30 tokens for `tiny` (captures 26 and 27h). */
export const UNKNOWN_OVERHEAD = 32

/**
 * A guess at how many tokens a text is, for a model unknown: four ASCII characters a token (the rule of thumb that
 * model makers give for English), one token for every other UTF-16 code unit (CJK is near that; others are fewer). What
 * each model really makes of it is learnt: see `TokenCalibration`.
 */
export function estimateTokens(text: string): number {
  let ascii = 0
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) < 128) ascii++
  }
  return Math.ceil(ascii / 4) + (text.length - ascii) + TOKENS_PER_MESSAGE
}
