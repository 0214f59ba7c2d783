import type { ModelLoading } from '../models/model-loading'
import type { ModelLoads } from '../models/model-loads'
import type { ModelService } from '../models/model-service'
import type { PullService } from '../models/pull-service'
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
    'models.list': async ({ engine }) => models.list(engine),
    'models.show': async ({ name }) => ({ model: await models.show(name) }),
    'models.loaded': async () => models.memory(),
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
    'models.loadPlans': async ({ name }) => ({
      plans: name === undefined ? await loading.list() : [await loading.of(name)],
    }),
    'models.pinLoad': async ({ name, contextLength = null, numGpu = null, numBatch = null }) => ({
      plan: await loading.pin(name, { contextLength, numGpu, numBatch }),
    }),
    'models.delete': async ({ name, usedBy, upstreamId }) => {
      await models.delete(name, usedBy, upstreamId)
      return {}
    },
  } satisfies Partial<CommandHandlers>
}
