import { begin, checkAbility, checkRun, readCommon } from './begin.ts'
import { callId } from './chat-voice.ts'
import { messagesOf, speechOf } from './chat-route.ts'
import { contextOf, countedOf, estimateTokens, isRefusal } from './request-checks.ts'
import { BARE_JSON_TYPE, goJson, sendJson } from './wire.ts'
import type { Metrics, Voice } from './generation.ts'
import type { Handler } from './handler.ts'
import type { JsonObject } from './options.ts'
import type { Refusal } from './request-checks.ts'
import type { Piece, Speech } from './words.ts'

const EVENTS_TYPE = 'text/event-stream'

export const openAiModels: Handler = (world, { res }) => {
  const data = world.models.list().map((model) => ({
    id: model.name,
    object: 'model',
    created: Math.floor(model.modifiedAt / 1_000),
    owned_by: 'library',
  }))
  sendJson(res, 200, { object: 'list', data }, BARE_JSON_TYPE)
}

export const openAiChat: Handler = (world, { res, body, path }) => {
  const fault = world.takeFault(path)
  const native = {
    ...body,
    ...(body['reasoning_effort'] === 'none' ? { think: false } : {}),
    options: optionsFrom(body),
  }
  const common = readCommon(world, native, fault)
  const tools = body['tools']
  const hasTools = Array.isArray(tools) && tools.length > 0
  const refusal = isRefusal(common)
    ? common
    : (checkAbility(common, 'chat', hasTools) ?? checkRun(world, common))
  if (isRefusal(common) || refusal) {
    sendOpenAiError(res, isRefusal(common) ? common : refusal)
    return
  }
  const messages = messagesOf(body)
  const plan = {
    asked: common.asked,
    model: common.model,
    speech: speechOf(world, common, { model: common.asked, messages, body: native }, hasTools),
    voice: openAiVoice(common.asked, world.isOld, wantsUsage(body)),
    stream: body['stream'] === true,
    context: contextOf(common.model, common.options),
    keepAliveMs: common.keepAliveMs,
    promptTokens: countedOf(
      world.isOld,
      estimateTokens(messages.map((message) => message.content)),
      contextOf(common.model, common.options),
    ),
  }
  begin(world, res, plan, fault)
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  404: 'not_found_error',
}

function sendOpenAiError(res: Parameters<typeof sendJson>[0], refusal: Refusal | null): void {
  const { status, message } = refusal ?? { status: 500, message: 'internal error' }
  const error = { message, type: ERROR_TYPES[status] ?? 'api_error', param: null, code: null }
  sendJson(res, status, { error }, BARE_JSON_TYPE)
}

function optionsFrom(body: JsonObject): JsonObject {
  const limit = body['max_tokens']
  const temperature = body['temperature']
  return {
    ...(typeof limit === 'number' ? { num_predict: limit } : {}),
    ...(typeof temperature === 'number' ? { temperature } : {}),
  }
}

function wantsUsage(body: JsonObject): boolean {
  return JSON.stringify(body['stream_options'] ?? null).includes('"include_usage":true')
}

function openAiVoice(asked: string, isOld: boolean, withUsage: boolean): Voice {
  const id = `chatcmpl-${Math.floor(Math.random() * 900) + 100}`
  const head = (object: string) => ({
    id,
    object,
    created: Math.floor(Date.now() / 1_000),
    model: asked,
    system_fingerprint: 'fp_ollama',
  })
  const chunk = (rest: JsonObject) =>
    `data: ${goJson({ ...head('chat.completion.chunk'), ...rest })}\n\n`
  const choice = (delta: JsonObject, reason: string | null) =>
    chunk({ choices: [{ index: 0, delta, finish_reason: reason }] })
  return {
    contentType: EVENTS_TYPE,
    opening: '',
    // 0.24 repeats the role in every chunk, 0.32 says it once.
    piece: (piece, index) =>
      choice({ ...(isOld || index === 0 ? { role: 'assistant' } : {}), ...deltaOf(piece) }, null),
    done(speech, metrics) {
      const end = choice(isOld ? { role: 'assistant', content: '' } : {}, reasonOf(speech))
      return `${end}${withUsage ? chunk({ choices: [], usage: usageOf(metrics) }) : ''}data: [DONE]\n\n`
    },
    whole(speech, metrics) {
      const content = speech.pieces
        .flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))
        .join('')
      const choices = [
        { index: 0, message: { role: 'assistant', content }, finish_reason: reasonOf(speech) },
      ]
      return {
        type: BARE_JSON_TYPE,
        body: goJson({ ...head('chat.completion'), choices, usage: usageOf(metrics) }),
      }
    },
  }
}

function deltaOf(piece: Piece): JsonObject {
  if (piece.kind === 'text') return { content: piece.text }
  if (piece.kind === 'thinking') return { content: '', reasoning: piece.text }
  const call = { name: piece.name, arguments: JSON.stringify(piece.arguments) }
  return { content: '', tool_calls: [{ id: callId(), index: 0, type: 'function', function: call }] }
}

function reasonOf({ pieces, doneReason }: Speech): string {
  return pieces.some((piece) => piece.kind === 'tool') ? 'tool_calls' : doneReason
}

function usageOf({ promptTokens, evalCount }: Metrics): JsonObject {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: evalCount,
    total_tokens: promptTokens + evalCount,
  }
}
