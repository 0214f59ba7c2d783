import type { Message } from '@shared/model/message'
import { estimateTokens } from '@shared/model/estimate-tokens'

/** What vision models make of one picture, more or less: from 256 (Gemma 3) to a few thousand. */
const TOKENS_PER_IMAGE = 1_000

/** The same for a message with what came along with it. */
export function estimateMessage({ text, details }: Pick<Message, 'text' | 'details'>): number {
  return estimateTokens(text) + (details?.attachments?.length ?? 0) * TOKENS_PER_IMAGE
}
