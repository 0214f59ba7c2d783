import type { Closers } from '@main/closers'
import { composeUpstreams } from '@main/compose-upstreams'
import type { UpstreamPartsDeps } from '@main/compose-upstreams'
import type { ComposeOptions } from '@main/controller'
import { EngineRegistry } from '@main/core/engines/engine-registry'
import type { EventHub } from '@main/core/events/event-hub'
import { CloudGuard } from '@main/core/models/cloud-guard'
import { ModelFactsService } from '@main/core/models/model-facts'
import type { ModelHost } from '@main/core/models/model-host'
import { ModelLoading } from '@main/core/models/model-loading'
import type { ModelLoadingDeps } from '@main/core/models/model-loading'
import { UpstreamChoice } from '@main/core/upstreams/upstream-choice'
import { GuideEngine } from '@main/engines/guide/guide-engine'
import { readGuidePassages } from '@main/engines/guide/guide-pages'
import { createSqliteGuideIndex } from '@main/storage/sqlite/sqlite-guide-index'

export interface EnginePartsDeps
  extends Omit<UpstreamPartsDeps, 'knowing'>, Pick<ModelLoadingDeps, 'bots' | 'pins'> {
  readonly hub: EventHub
  readonly replaced: ComposeOptions['engines']
}

/** What makes replies, where its models are kept, and which of them may be used. */
export function composeEngines(deps: EnginePartsDeps, closers: Closers) {
  const { settings, hub, bots, pins, replaced, now } = deps
  const guideIndex = createSqliteGuideIndex(readGuidePassages())
  closers.add('guide index', () => {
    guideIndex.close()
  })
  const limit = () => settings.get().contextLimit.value
  const knowing = (host: ModelHost) => {
    const facts = new ModelFactsService({ host, hub })
    return { facts, loading: new ModelLoading({ facts, bots, pins, limit, hub, now }) }
  }
  const { pool, engine, host, facts, loading, upstreams } = composeUpstreams(
    { ...deps, knowing },
    closers,
  )
  const engines = new EngineRegistry({
    ollama: engine,
    guide: new GuideEngine({ index: guideIndex, now }),
    ...replaced,
  })
  const choice = new UpstreamChoice(pool, () => engines.get('ollama'))
  const guard = new CloudGuard({
    isForbidden: () => settings.get().forbidCloudModels.value,
    host,
  })
  return { engines, host, guard, facts, loading, upstreams, choice }
}
