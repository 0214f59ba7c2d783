import type { Message } from '@shared/model/message'

/** What a message costs besides its text: role and separators in the model's template. */
const TOKENS_PER_MESSAGE = 4
/** What vision models make of one picture, more or less: from 256 (Gemma 3) to a few thousand. */
const TOKENS_PER_IMAGE = 1_000

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

/** The same for a message with what came along with it. */
export function estimateMessage({ text, details }: Pick<Message, 'text' | 'details'>): number {
  return estimateTokens(text) + (details?.attachments?.length ?? 0) * TOKENS_PER_IMAGE
}
