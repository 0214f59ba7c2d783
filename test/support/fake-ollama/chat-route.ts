import { begin, checkAbility, checkRun, readCommon } from './begin.ts'
import { checkChatTypes } from './chat-types.ts'
import { chatStateVoice, chatVoice } from './chat-voice.ts'
import { sendRefusal } from './generation.ts'
import {
  checkFormat,
  contextOf,
  countedOf,
  estimateTokens,
  isRefusal,
  limitIn,
  layoutOf,
  limitOf,
  numberAt,
  overflow,
} from './request-checks.ts'
import { isObject } from './read-body.ts'
import { speak } from './words.ts'
import type { Common } from './begin.ts'
import type { Plan } from './generation.ts'
import type { Handler } from './handler.ts'
import type { ChatRequest, JsonObject } from './options.ts'
import type { Refusal } from './request-checks.ts'
import type { Speech } from './words.ts'
import type { World } from './world.ts'

export const chat: Handler = (world, { res, body, path }) => {
  const fault = world.takeFault(path)
  const common = checkChatTypes(body) ?? readCommon(world, body, fault)
  if (isRefusal(common)) {
    sendRefusal(res, common)
    return
  }
  const messages = messagesOf(body)
  if (messages.length === 0 && common.keepAliveMs === 0) {
    world.memory.unload(common.model)
    const { type, body: text } = chatStateVoice(common.asked, 'unload').whole(NOTHING, NO_METRICS)
    res.removeHeader('connection')
    res.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) })
    res.end(text)
    world.facts.changed()
    return
  }
  const plan = planChat(world, common, body, messages)
  if (isRefusal(plan)) sendRefusal(res, plan)
  else begin(world, res, plan, fault)
}

const NOTHING: Speech = { pieces: [], doneReason: 'stop', evalCount: 0 }
const NO_METRICS = { total: 0, load: 0, promptTokens: 0, promptEval: 0, evalCount: 0, eval: 0 }

function planChat(
  world: World,
  common: Common,
  body: JsonObject,
  messages: ChatRequest['messages'],
): Plan | Refusal {
  const tools = body['tools']
  const hasTools = Array.isArray(tools) && tools.length > 0
  const refusal = checkAbility(common, 'chat', hasTools) ?? checkRun(world, common)
  if (refusal) return refusal
  const context = contextOf(common.model, common.options)
  const promptTokens = estimateTokens(
    messages.map((message) => message.content),
    common.model.lettersPerToken,
  )
  const loadOnly = messages.length === 0
  const sees = common.model.capabilities.includes('vision')
  const late = loadOnly ? null : lateRefusal(world, body, promptTokens, context, sees)
  if (late) return late
  const speech = loadOnly
    ? null
    : speechOf(world, common, { model: common.asked, messages, body }, hasTools, {
        tokens: promptTokens,
        context,
      })
  return {
    asked: common.asked,
    model: common.model,
    speech,
    voice: loadOnly
      ? chatStateVoice(common.asked, 'load')
      : chatVoice(common.asked, logprobsAsked(body)),
    stream: body['stream'] !== false,
    context,
    layout: layoutOf(common.options),
    keepAliveMs: common.keepAliveMs,
    promptTokens: countedOf(world.isOld, promptTokens, context),
  }
}

/** What the runner itself refuses. */
function lateRefusal(
  world: World,
  body: JsonObject,
  promptTokens: number,
  context: number,
  sees: boolean,
): Refusal | null {
  const format = checkFormat(body['format'])
  if (format) return format
  if (body['truncate'] === false && promptTokens > context)
    return { ...overflow(world.isOld, promptTokens, context), handedOn: true }
  if (!world.isOld && !sees && hasImages(body)) {
    const message = 'Multimodal data provided, but model does not support multimodal requests.'
    return {
      status: 400,
      message: JSON.stringify({ error: { code: 400, message, type: 'invalid_request_error' } }),
      handedOn: true,
    }
  }
  return null
}

/** What the model says to a chat; shared with the OpenAI-compatible route. */
export function speechOf(
  world: World,
  common: Common,
  request: ChatRequest,
  hasTools: boolean,
  prompt: { readonly tokens: number; readonly context: number } | null = null,
): Speech {
  const stop = common.options['stop']
  const limit = limitOf(common.model, common.options)
  return speak(
    common.model,
    {
      ...request,
      hasTools,
      thinks: common.think ?? common.model.capabilities.includes('thinking'),
      stops: Array.isArray(stop) ? stop.filter((text) => typeof text === 'string') : [],
      limit: prompt ? limitIn(request.body, limit, prompt.tokens, prompt.context) : limit,
    },
    world.options,
  )
}

export function messagesOf(body: JsonObject): ChatRequest['messages'] {
  const messages = body['messages']
  if (!Array.isArray(messages)) return []
  return messages.filter(isObject).map((message) => ({
    role: typeof message['role'] === 'string' ? message['role'] : '',
    content: typeof message['content'] === 'string' ? message['content'] : '',
  }))
}

function logprobsAsked(body: JsonObject): number | null {
  return body['logprobs'] === true ? (numberAt(body, 'top_logprobs') ?? 0) : null
}

function hasImages(body: JsonObject): boolean {
  const messages = body['messages']
  return (
    Array.isArray(messages) &&
    messages.filter(isObject).some((message) => Array.isArray(message['images']))
  )
}
