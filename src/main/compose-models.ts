import type { Closers } from '@main/closers'
import { ModelLoads } from '@main/core/models/model-loads'
import { ModelService } from '@main/core/models/model-service'
import type { ModelServiceDeps } from '@main/core/models/model-service'
import type { ModelHost } from '@main/core/models/model-host'
import { PullService } from '@main/core/models/pull-service'
import type { CloudGuard } from '@main/core/models/cloud-guard'
import type { UpstreamChoice } from '@main/core/upstreams/upstream-choice'

export interface ModelPartsDeps extends Omit<ModelServiceDeps, 'host' | 'loads' | 'upstreams'> {
  readonly upstreams: UpstreamChoice
  readonly host: ModelHost
  readonly guard: CloudGuard
  readonly now: () => number
}

/** The parts that look after models. */
export function composeModels(deps: ModelPartsDeps, closers: Closers) {
  const loads = new ModelLoads(deps)
  closers.add('model loads', () => loads.close())
  const pulls = new PullService(deps)
  closers.add('pulls', () => pulls.close())
  return { loads, pulls, models: new ModelService({ ...deps, loads }) }
}
