import { begin, checkAbility, checkRun, readCommon } from './begin.ts'
import { speechOf } from './chat-route.ts'
import { sendRefusal } from './generation.ts'
import { metricFields } from './metric-fields.ts'
import { textAt } from './read-body.ts'
import {
  checkFormat,
  contextOf,
  countedOf,
  estimateTokens,
  isRefusal,
  overflow,
} from './request-checks.ts'
import { goJson, goNow, JSON_TYPE, NDJSON_TYPE, sendJson } from './wire.ts'
import type { Common } from './begin.ts'
import type { Metrics, Plan, Voice } from './generation.ts'
import type { Handler } from './handler.ts'
import type { JsonObject } from './options.ts'
import type { Refusal } from './request-checks.ts'
import type { Piece, Speech } from './words.ts'
import type { World } from './world.ts'

export const generate: Handler = (world, { res, body, path }) => {
  const fault = world.takeFault(path)
  const common = readCommon(world, body, fault)
  if (isRefusal(common)) {
    sendRefusal(res, common)
    return
  }
  if (textAt(body, 'prompt') === '' && common.keepAliveMs === 0) {
    world.memory.unload(common.model)
    sendJson(res, 200, state(common.asked, 'unload'))
    world.facts.changed()
    return
  }
  const plan = planGenerate(world, common, body)
  if (isRefusal(plan)) sendRefusal(res, plan)
  else begin(world, res, plan, fault)
}

function planGenerate(world: World, common: Common, body: JsonObject): Plan | Refusal {
  const prompt = textAt(body, 'prompt')
  const refusal =
    checkAbility(common, 'generate', false) ??
    checkRun(world, common) ??
    checkFormat(body['format'])
  if (refusal) return refusal
  const context = contextOf(common.model, common.options)
  const promptTokens = estimateTokens([prompt])
  if (body['truncate'] === false && promptTokens > context)
    return overflow(world.isOld, promptTokens, context)
  const request = { model: common.asked, messages: [{ role: 'user', content: prompt }], body }
  return {
    asked: common.asked,
    model: common.model,
    speech: prompt === '' ? null : speechOf(world, common, request, false),
    voice: prompt === '' ? stateVoice(common.asked) : generateVoice(common, body['raw'] === true),
    stream: body['stream'] !== false,
    context,
    keepAliveMs: common.keepAliveMs,
    promptTokens: countedOf(world.isOld, promptTokens, context),
  }
}

function generateVoice({ asked, think }: Common, raw: boolean): Voice {
  const head = `{"model":${goJson(asked)},"created_at":"`
  const opening = () => `${head}${goNow()}","response":"","done":false}\n`
  const final = (speech: Speech, metrics: Metrics, said: JsonObject) => ({
    model: asked,
    created_at: goNow(),
    ...said,
    done: true,
    done_reason: speech.doneReason,
    ...(raw
      ? {}
      : { context: [2, 99, 121, ...speech.pieces.map((_, index) => 300 + (index % 100))] }),
    ...metricFields(metrics),
  })
  return {
    contentType: NDJSON_TYPE,
    opening: think === true ? opening() : '',
    piece: (piece) => `${head}${goNow()}",${goJson(said([piece])).slice(1, -1)},"done":false}\n`,
    done: (speech, metrics) => `${goJson(final(speech, metrics, { response: '' }))}\n`,
    whole: (speech, metrics) => ({
      type: JSON_TYPE,
      body: goJson(final(speech, metrics, said(speech.pieces))),
    }),
  }
}

function stateVoice(asked: string): Voice {
  const body = () => goJson(state(asked, 'load'))
  return {
    contentType: JSON_TYPE,
    opening: '',
    piece: () => '',
    done: body,
    whole: () => ({ type: JSON_TYPE, body: body() }),
  }
}

function state(asked: string, reason: 'load' | 'unload'): JsonObject {
  return { model: asked, created_at: goNow(), response: '', done: true, done_reason: reason }
}

function said(pieces: readonly Piece[]): JsonObject {
  const textOf = (kind: 'text' | 'thinking') =>
    pieces.flatMap((piece) => (piece.kind === kind ? [piece.text] : [])).join('')
  const thinking = textOf('thinking')
  return { response: textOf('text'), ...(thinking === '' ? {} : { thinking }) }
}
