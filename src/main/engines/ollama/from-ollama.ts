import type { ChatResponse } from 'ollama/browser'
import type { ReplyPart } from '@main/core/engines/engine'

const NS_PER_MS = 1e6
const NS_PER_S = 1e9

/** What the last line measured. Ollama counts in nanoseconds and leaves zeros out; what is missing is null. */
export function toDonePart(last: Partial<ChatResponse>): ReplyPart {
  const { load_duration, prompt_eval_count, eval_count, eval_duration, done_reason } = last
  return {
    kind: 'done',
    metrics: {
      loadMs: load_duration === undefined ? null : load_duration / NS_PER_MS,
      promptTokens: prompt_eval_count ?? null,
      replyTokens: eval_count ?? null,
      tokensPerSecond: eval_count && eval_duration ? eval_count / (eval_duration / NS_PER_S) : null,
      doneReason: done_reason ?? null,
    },
  }
}

/** What a line says: thinking comes with an empty `content` (capture 32). */
export function toTokenParts({
  content,
  thinking = '',
}: Pick<ChatResponse['message'], 'content' | 'thinking'>): readonly ReplyPart[] {
  const text: readonly ReplyPart[] = content === '' ? [] : [{ kind: 'text', text: content }]
  return thinking === '' ? text : [{ kind: 'thinking', text: thinking }, ...text]
}
