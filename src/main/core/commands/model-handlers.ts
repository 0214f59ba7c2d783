import type { ModelLoading } from '../models/model-loading'
import type { ModelLoads } from '../models/model-loads'
import type { ModelService } from '../models/model-service'
import type { PullService } from '../models/pull-service'
import type { BotId } from '@shared/model/ids'
import type { LoadPlan } from '@shared/model/load-plan'
import { useOf } from '../access/standing'
import type { Standing } from '../access/standing'
import type { CommandHandlers } from './command-router'

export interface ModelServices {
  readonly loading: ModelLoading
  readonly loads: ModelLoads
  readonly models: ModelService
  readonly pulls: PullService
}

/** What is done about models. */
export function modelHandlers({ loading, loads, models, pulls }: ModelServices) {
  return {
    'models.list': async ({ engine }, { who }) => {
      const listed = await models.list(engine)
      return { ...listed, models: listed.models.map((model) => usedFor(model, who)) }
    },
    'models.show': async ({ name }, { who }) => ({ model: usedFor(await models.show(name), who) }),
    'models.loaded': async (_input, { who }) => {
      const memory = await models.memory()
      return { ...memory, models: memory.models.map((model) => usedFor(model, who)) }
    },
    'models.pull': async ({ name, upstreamId }) => pulls.start(name, upstreamId),
    'models.cancelPull': async ({ name, upstreamId }) => {
      await pulls.cancel(name, upstreamId)
      return {}
    },
    'models.pulls': async () => ({ pulls: pulls.list() }),
    'models.load': async ({ name, upstreamId }) => {
      await loads.load(name, upstreamId)
      return {}
    },
    'models.unload': async ({ name, upstreamId }) => {
      await loads.unload(name, upstreamId)
      return {}
    },
    'models.loadPlans': async ({ name }, { who }) => {
      const plans = name === undefined ? await loading.list() : [await loading.of(name)]
      return { plans: plans.map((plan) => planFor(plan, who)) }
    },
    'models.pinLoad': async ({ name, contextLength = null, numGpu = null, numBatch = null }) => ({
      plan: await loading.pin(name, { contextLength, numGpu, numBatch }),
    }),
    'models.delete': async ({ name, usedBy, upstreamId }) => {
      await models.delete(name, usedBy, upstreamId)
      return {}
    },
  } satisfies Partial<CommandHandlers>
}

/** Without the bots that they are not to know of. */
function usedFor<T extends { readonly usedBy: BotId[] }>(model: T, who: Standing): T {
  return { ...model, usedBy: model.usedBy.filter((botId) => useOf(who, botId) !== 'none') }
}

/** Without the bots that they are not to know of. */
function planFor(plan: LoadPlan, who: Standing): LoadPlan {
  const { wants, decidedBy } = plan
  const isHidden = decidedBy !== null && useOf(who, decidedBy) === 'none'
  return {
    ...plan,
    decidedBy: isHidden ? null : decidedBy,
    wants: wants.filter(({ botId }) => useOf(who, botId) !== 'none'),
  }
}
