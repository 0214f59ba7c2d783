import { metricFields } from './metric-fields.ts'
import { goJson, goNow, JSON_TYPE, NDJSON_TYPE } from './wire.ts'
import type { Metrics, Voice } from './generation.ts'
import type { JsonObject } from './options.ts'
import type { Piece, Speech } from './words.ts'

let calls = 0

export function callId(): string {
  calls += 1
  return `call_${calls.toString(36).padStart(8, '0')}`
}

/** `/api/chat`: one NDJSON line a token. */
export function chatVoice(asked: string, logprobs: number | null): Voice {
  const head = `{"model":${goJson(asked)},"created_at":"`
  return {
    contentType: NDJSON_TYPE,
    opening: '',
    piece(piece) {
      const message = goJson(messageOf(piece))
      const tail = logprobs === null ? '' : `,"logprobs":${goJson(logprobsOf(piece, logprobs))}`
      return `${head}${goNow()}","message":${message},"done":false${tail}}\n`
    },
    done: (speech, metrics) =>
      `${goJson(finalOf(asked, { role: 'assistant', content: '' }, speech.doneReason, metrics))}\n`,
    whole: (speech, metrics) => ({
      type: JSON_TYPE,
      body: goJson(finalOf(asked, wholeMessage(speech), speech.doneReason, metrics)),
    }),
  }
}

/** What answers a request that only loads or frees a model. */
export function chatStateVoice(asked: string, reason: 'load' | 'unload'): Voice {
  const body = () =>
    goJson({
      model: asked,
      created_at: goNow(),
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: reason,
    })
  return {
    contentType: JSON_TYPE,
    opening: '',
    piece: () => '',
    done: body,
    whole: () => ({ type: JSON_TYPE, body: body() }),
  }
}

function finalOf(asked: string, message: JsonObject, reason: string, metrics: Metrics): JsonObject {
  return {
    model: asked,
    created_at: goNow(),
    message,
    done: true,
    done_reason: reason,
    ...metricFields(metrics),
  }
}

function messageOf(piece: Piece): JsonObject {
  if (piece.kind === 'text') return { role: 'assistant', content: piece.text }
  if (piece.kind === 'thinking') return { role: 'assistant', content: '', thinking: piece.text }
  return { role: 'assistant', content: '', tool_calls: [toolCall(piece)] }
}

function toolCall(piece: Extract<Piece, { kind: 'tool' }>): JsonObject {
  return { id: callId(), function: { index: 0, name: piece.name, arguments: piece.arguments } }
}

function wholeMessage({ pieces }: Speech): JsonObject {
  const thinking = pieces
    .flatMap((piece) => (piece.kind === 'thinking' ? [piece.text] : []))
    .join('')
  const content = pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : [])).join('')
  const calls = pieces.flatMap((piece) => (piece.kind === 'tool' ? [toolCall(piece)] : []))
  return {
    role: 'assistant',
    content,
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  }
}

function logprobsOf(piece: Piece, top: number): readonly JsonObject[] {
  const token = piece.kind === 'tool' ? '' : piece.text
  const entry = { token, logprob: -1.25, bytes: [...Buffer.from(token)] }
  return [top === 0 ? entry : { ...entry, top_logprobs: Array.from({ length: top }, () => entry) }]
}
