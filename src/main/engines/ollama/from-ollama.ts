import type { ChatResponse, ToolCall } from 'ollama/browser'
import type { EngineToolCall, ReplyPart } from '@main/core/engines/engine'

const NS_PER_MS = 1e6
const NS_PER_S = 1e9

/** What the last line measured. Ollama counts in nanoseconds and leaves zeros out; what is missing is null. */
export function toDonePart(last: Partial<ChatResponse>): ReplyPart {
  const waitedMs = waitedMsOf(last)
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
    ...(waitedMs !== null && { waitedMs }),
  }
}

/**
 * What is left of the whole time without loading, reading and writing: the request waited for a place at its model. As in
 * captures 53b (820 ms and 1,059 ms, behind 53a) and 65-parallel-2 (38 ms and 28 ms, beside 65-parallel-1).
 */
function waitedMsOf(last: Partial<ChatResponse>): number | null {
  const { total_duration, load_duration = 0, prompt_eval_duration = 0, eval_duration = 0 } = last
  if (total_duration === undefined) return null
  return (
    Math.max(0, total_duration - load_duration - prompt_eval_duration - eval_duration) / NS_PER_MS
  )
}

/**
 * What one line of an answer says: mostly a piece of text. Thinking comes with an empty `content` (captures 32), calls
 * come whole, in a line of their own (captures 33).
 */
export function partsOf({
  content,
  thinking = '',
  tool_calls: calls,
}: ChatResponse['message']): readonly ReplyPart[] {
  const parts: ReplyPart[] = []
  if (thinking !== '') parts.push({ kind: 'thinking', text: thinking })
  if (content !== '') parts.push({ kind: 'text', text: content })
  // Their ids are not needed to answer them.
  if (calls) parts.push({ kind: 'tool-calls', calls: calls.map(toCall) })
  return parts
}

function toCall({ function: called }: ToolCall): EngineToolCall {
  return { name: called.name, arguments: called.arguments }
}
