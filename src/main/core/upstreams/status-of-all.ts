import type { WireError } from '@shared/contract/errors'
import type { EngineStatus } from '@shared/model/engine'
import type { Upstream } from './upstream'

const NONE_ANSWERS: WireError = {
  code: 'engine_unavailable',
  message: 'None of the Ollama servers answers. Start one, or correct their addresses in Settings.',
}

/** How Ollama is, whatever server it is on: reachable where one that takes work is. One server speaks for itself. */
export function statusOfAll(upstreams: readonly Upstream[]): EngineStatus {
  const [only, ...others] = upstreams
  const first = only?.status ?? {
    engine: 'ollama',
    reachable: false,
    version: null,
    checkedAt: 0,
    error: null,
  }
  const isOne = others.length === 0
  const warning = upstreams.flatMap((upstream) => warningsOf(upstream, isOne)).join(' ')
  const shared = { engine: 'ollama', ...(warning !== '' && { warning }) } as const
  if (isOne) return { ...first, ...shared }
  const taking = upstreams.filter(({ stored }) => !stored.drained)
  const able = taking.length === 0 ? upstreams : taking
  const reachable = able.find(({ status }) => status?.reachable === true)
  return {
    ...shared,
    reachable: reachable !== undefined,
    version: reachable?.status?.version ?? null,
    checkedAt: Math.max(...upstreams.map(({ status }) => status?.checkedAt ?? 0)),
    error: reachable ? null : NONE_ANSWERS,
    upstreams: upstreams.map(({ named, status, stored }) => ({
      ...named,
      reachable: status?.reachable ?? false,
      version: status?.version ?? null,
      drained: stored.drained,
    })),
  }
}

function warningsOf({ warnings, stored }: Upstream, isOne: boolean): readonly string[] {
  return isOne ? warnings : warnings.map((text) => `“${stored.name}”: ${text}`)
}
