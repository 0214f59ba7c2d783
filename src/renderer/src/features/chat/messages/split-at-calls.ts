import type { ToolCall } from '@shared/model/tool'

export type ReplyPart =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'call'; readonly call: ToolCall }

/** What a reply said and did, in order. Without calls it is one text. */
export function splitAtCalls(text: string, calls: readonly ToolCall[]): readonly ReplyPart[] {
  const parts: ReplyPart[] = []
  let at = 0
  for (const call of calls) {
    if (call.at > at) parts.push({ kind: 'text', text: text.slice(at, call.at), at })
    at = Math.max(at, call.at)
    parts.push({ kind: 'call', call })
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at), at })
  return parts
}
