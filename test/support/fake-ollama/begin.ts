import type { ServerResponse } from 'node:http'
import { Generation, queueFull, sendRefusal } from './generation.ts'
import { isValidName } from './model-name.ts'
import {
  checkOptions,
  keepAliveOf,
  optionsOf,
  thinkOf,
  isRefusal,
  damageOf,
} from './request-checks.ts'
import { textAt } from './read-body.ts'
import type { Plan } from './generation.ts'
import type { InstalledModel } from './model-store.ts'
import type { Fault, JsonObject } from './options.ts'
import type { Refusal } from './request-checks.ts'
import type { World } from './world.ts'

/** What every generating route reads first. */
export interface Common {
  readonly asked: string
  readonly model: InstalledModel
  readonly keepAliveMs: number
  readonly think: boolean | null
  readonly options: JsonObject
}

export type Verb = 'chat' | 'generate'

/** Finds the model and reads what chat and generate have in common, or says why not, in the server's own order. */
export function readCommon(world: World, body: JsonObject, fault: Fault | null): Common | Refusal {
  const keepAliveMs = keepAliveOf(body)
  if (isRefusal(keepAliveMs)) return keepAliveMs
  const think = thinkOf(body['think'])
  if (isRefusal(think)) return think
  const asked = textAt(body, 'model')
  if (asked === '') return { status: 400, message: 'model is required' }
  if (!isValidName(asked)) return { status: 400, message: 'invalid model name' }
  const model = world.models.find(asked)
  if (!model || fault?.kind === 'unknown-model')
    return { status: 404, message: `model '${asked}' not found` }
  return { asked, model, keepAliveMs, think, options: optionsOf(body) }
}

/** Whether the model can do what is asked at all. */
export function checkAbility(
  { asked, model, think }: Common,
  verb: Verb,
  hasTools: boolean,
): Refusal | null {
  if (!model.capabilities.includes('completion'))
    return { status: 400, message: `"${asked}" does not support ${verb}` }
  if (hasTools && !model.capabilities.includes('tools')) {
    return {
      status: 400,
      message: `registry.ollama.ai/library/${model.name} does not support tools`,
    }
  }
  if (think === true && !model.capabilities.includes('thinking')) {
    return { status: 400, message: `"${asked}" does not support thinking` }
  }
  return null
}

/** What only shows when the model is to run. */
export function checkRun(world: World, common: Common): Refusal | null {
  return checkOptions(common.options) ?? damageOf(common.model, world.isOld, common.asked)
}

export function begin(world: World, res: ServerResponse, plan: Plan, fault: Fault | null): void {
  const refusal = refusalOf(world, fault)
  if (refusal) sendRefusal(res, refusal)
  else new Generation(world, res, plan, fault).start()
}

function refusalOf(world: World, fault: Fault | null): Refusal | null {
  if (fault?.kind === 'queue-full') return queueFull()
  if (fault?.kind === 'server-error')
    return { status: fault.status ?? 500, message: fault.message ?? 'something broke' }
  if (fault?.kind === 'load-failure') {
    return {
      status: 500,
      message: world.isOld ? '' : 'llama runner process has terminated: exit status 2',
    }
  }
  return null
}
