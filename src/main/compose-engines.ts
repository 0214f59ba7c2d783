import type { Closers } from '@main/closers'
import type { ComposeOptions } from '@main/controller'
import { EngineRegistry } from '@main/core/engines/engine-registry'
import type { EventHub } from '@main/core/events/event-hub'
import type { Logger } from '@main/core/logging/logger'
import { CloudGuard } from '@main/core/models/cloud-guard'
import { ModelFactsService } from '@main/core/models/model-facts'
import { ModelLoading } from '@main/core/models/model-loading'
import type { ModelLoadingDeps } from '@main/core/models/model-loading'
import type { SettingsService } from '@main/core/settings/settings-service'
import { GuideEngine } from '@main/engines/guide/guide-engine'
import { readGuidePassages } from '@main/engines/guide/guide-pages'
import { OllamaEngine } from '@main/engines/ollama/ollama-engine'
import { OllamaModels } from '@main/engines/ollama/ollama-models'
import { createSqliteGuideIndex } from '@main/storage/sqlite/sqlite-guide-index'

export interface EnginePartsDeps extends Pick<ModelLoadingDeps, 'bots' | 'pins'> {
  readonly settings: Pick<SettingsService, 'get'>
  readonly hub: Pick<EventHub, 'onOverview' | 'publishOverview'>
  readonly replaced: ComposeOptions['engines']
  readonly log: Logger
  readonly now: () => number
}

/** What makes replies, where its models are kept, and which of them may be used. */
export function composeEngines(
  { settings, hub, bots, pins, replaced, log, now }: EnginePartsDeps,
  closers: Closers,
) {
  const guideIndex = createSqliteGuideIndex(readGuidePassages())
  closers.add('guide index', () => {
    guideIndex.close()
  })
  const ollama = { host: () => settings.get().llamaEndpoint.value, log: log.child('ollama') }
  const host = new OllamaModels(ollama)
  const facts = new ModelFactsService({ host, hub })
  const limit = () => settings.get().contextLimit.value
  const loading = new ModelLoading({ facts, bots, pins, limit, hub, now })
  const engines = new EngineRegistry({
    ollama: new OllamaEngine({ ...ollama, loading, facts, now }),
    guide: new GuideEngine({ index: guideIndex, now }),
    ...replaced,
  })
  const guard = new CloudGuard({
    isForbidden: () => settings.get().forbidCloudModels.value,
    host,
  })
  return { engines, host, guard, facts, loading }
}
