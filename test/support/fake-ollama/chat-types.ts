import { goKind, isObject } from './read-body.ts'
import type { JsonObject } from './options.ts'
import type { Refusal } from './request-checks.ts'

/** Refuses what Go's decoder refuses in a chat, in its words. */
export function checkChatTypes(body: JsonObject): Refusal | null {
  const messages = body['messages']
  if (messages === undefined || messages === null) return null
  if (!Array.isArray(messages)) return mismatch(messages, 'messages', '[]api.Message')
  for (const message of messages.filter(isObject)) {
    const refusal = checkMessage(message)
    if (refusal) return refusal
  }
  return null
}

function checkMessage(message: JsonObject): Refusal | null {
  const content = message['content']
  if (content !== undefined && content !== null && typeof content !== 'string')
    return mismatch(content, 'messages.content', 'string')
  const images = message['images']
  const bad = Array.isArray(images) ? images.map(badBase64At).find((at) => at >= 0) : undefined
  if (bad !== undefined) return { status: 400, message: `illegal base64 data at input byte ${bad}` }
  return checkToolCalls(message['tool_calls'])
}

function checkToolCalls(calls: unknown): Refusal | null {
  if (!Array.isArray(calls)) return null
  const functions = calls
    .filter(isObject)
    .map((call) => call['function'])
    .filter(isObject)
  if (functions.every((call) => typeof call['arguments'] !== 'string')) return null
  return { status: 400, message: "Value looks like object, but can't find closing '}' symbol" }
}

/** The first byte that is no base64; -1 where all are. */
function badBase64At(image: unknown): number {
  return typeof image === 'string' ? image.search(/[^A-Za-z0-9+/=]/) : 0
}

function mismatch(value: unknown, field: string, type: string): Refusal {
  return {
    status: 400,
    message: `json: cannot unmarshal ${goKind(value)} into Go struct field ChatRequest.${field} of type ${type}`,
  }
}
