import { AppError } from '@shared/contract/app-error'
import type { Logger } from '@main/core/logging/logger'
import type { ProbeAddress } from '@main/core/upstreams/upstream-service'
import { OllamaClient } from './ollama-client'
import { warningOfVersion } from './safe-version'

const LIMIT_MS = 5_000

/** Whether an Ollama answers there, how fast, and with how many models. */
export function createProbeAddress(log: Logger): ProbeAddress {
  return async (address, headers) => {
    const client = new OllamaClient({ host: () => address, headers: () => headers, log })
    const startedAt = performance.now()
    const version = await client.ask(null, null, LIMIT_MS, async (call) => {
      const told: { readonly version?: unknown } = await call.client.version()
      return told.version
    })
    const latencyMs = Math.round(performance.now() - startedAt)
    if (typeof version !== 'string')
      throw new AppError('engine_unavailable', 'What answers at this address is not Ollama.')
    const { models } = await client.ask(null, null, LIMIT_MS, (call) => call.client.list())
    const warning = warningOfVersion(version)
    return {
      version,
      latencyMs,
      models: models.length,
      warnings: warning === null ? [] : [warning],
    }
  }
}
