import type { Model } from '@shared/model/model'
import { modelKey } from '@shared/model/model-name'
import type { Upstream } from './upstream'

/** The models of all servers, each once, with those that have it. Rejects where no server tells. */
export async function listEverywhere(
  upstreams: readonly Upstream[],
  signal: AbortSignal,
): Promise<readonly Model[]> {
  const lists = await Promise.allSettled(
    upstreams.map(async (upstream) => ({
      upstream,
      models: await upstream.engine.listModels(signal),
    })),
  )
  const told = lists.flatMap((list) => (list.status === 'fulfilled' ? [list.value] : []))
  if (told.length === 0) throw lists.find((list) => list.status === 'rejected')?.reason
  const byKey = new Map<string, Model>()
  for (const { upstream, models } of told) {
    upstream.setInstalled(models.map(({ name }) => name))
    for (const model of models) {
      const key = modelKey(model.name)
      byKey.set(key, withUpstream(byKey.get(key) ?? model, model, upstream))
    }
  }
  return [...byKey.values()]
}

/** It counts as a cloud model where it is one on any server. */
function withUpstream(known: Model, here: Model, upstream: Upstream): Model {
  return {
    ...known,
    cloud: known.cloud || here.cloud,
    upstreams: [...(known.upstreams ?? []), upstream.named],
  }
}
