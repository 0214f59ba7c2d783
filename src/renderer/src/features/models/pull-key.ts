import { modelKey } from '@shared/model/model-name'
import type { UpstreamId } from '@shared/model/upstream-name'

/** Under which the store keeps a pull: by the model's key for the first server, which is the only one nearly everywhere. */
export function pullKey(name: string, upstreamId: UpstreamId | undefined): string {
  const key = modelKey(name)
  return upstreamId === undefined || upstreamId === 'default' ? key : `${key} ${upstreamId}`
}
