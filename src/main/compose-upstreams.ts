import type { Closers } from '@main/closers'
import type { EventHub } from '@main/core/events/event-hub'
import type { Logger } from '@main/core/logging/logger'
import type { ModelFactsService } from '@main/core/models/model-facts'
import type { ModelHost } from '@main/core/models/model-host'
import type { ModelLoading } from '@main/core/models/model-loading'
import { SecretsKeeper } from '@main/core/secrets/secrets-keeper'
import type { SettingsService } from '@main/core/settings/settings-service'
import { RoutedEngine } from '@main/core/upstreams/routed-engine'
import { RoutedModels } from '@main/core/upstreams/routed-models'
import { UpstreamPool } from '@main/core/upstreams/upstream-pool'
import { UpstreamProber } from '@main/core/upstreams/upstream-prober'
import { UpstreamRouter } from '@main/core/upstreams/upstream-router'
import { UpstreamService } from '@main/core/upstreams/upstream-service'
import type { StoredUpstream, UpstreamStore } from '@main/core/upstreams/upstream-store'
import { OllamaEngine } from '@main/engines/ollama/ollama-engine'
import { OllamaExposure } from '@main/engines/ollama/ollama-exposure'
import { OllamaModels } from '@main/engines/ollama/ollama-models'
import { createProbeAddress } from '@main/engines/ollama/probe-address'
import { readSecretsFile, writeSecretsFile } from '@main/platform/secrets-file'

const SECRETS_FILE = 'upstream-secrets.json'

export interface UpstreamPartsDeps {
  readonly store: UpstreamStore
  readonly dataDirectory: string
  readonly settings: Pick<SettingsService, 'get' | 'update'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  /** What is known of models, and how they are loaded, wherever they are. */
  readonly knowing: (host: ModelHost) => {
    readonly facts: ModelFactsService
    readonly loading: ModelLoading
  }
  /** What is known of a server changed. */
  readonly onChanged: () => void
  /** A server is back. */
  readonly onRecovered: () => void
  readonly log: Logger
  readonly now: () => number
}

/** The Ollama servers: the list, how each is, and the one engine that they are together. */
export function composeUpstreams(deps: UpstreamPartsDeps, closers: Closers) {
  const { store, dataDirectory, settings, hub, now } = deps
  const log = deps.log.child('ollama')
  const secrets = new SecretsKeeper({
    load: () => readSecretsFile(dataDirectory, SECRETS_FILE),
    save: (kept) => writeSecretsFile(dataDirectory, SECRETS_FILE, kept),
  })
  const addressOf = ({ address }: StoredUpstream) => address ?? settings.get().llamaEndpoint.value
  const host = new RoutedModels(() => pool)
  const { facts, loading } = deps.knowing(host)
  const pool: UpstreamPool = new UpstreamPool({
    connect: (stored) => {
      const address = () => addressOf(stored())
      const headers = () => secrets.headersFor(stored().id, address())
      const connectMs = () => settings.get().connectTimeoutS.value * 1_000
      const silenceMs = () => settings.get().silenceTimeoutS.value * 1_000
      const wire = { host: address, headers, connectMs, log }
      return {
        engine: new OllamaEngine({ ...wire, silenceMs, facts, loading, now }),
        host: new OllamaModels(wire),
      }
    },
    limits: {
      parallel: () => settings.get().ollamaParallel.value,
      maxWaiting: () => settings.get().maxWaiting.value,
    },
    now,
  })
  const exposure = new OllamaExposure({ log, now })
  const prober = new UpstreamProber({
    pool,
    clock: { now, after },
    random: Math.random,
    exposureOf: ({ stored }) => exposure.warningOf(addressOf(stored)),
    onChanged: () => {
      pool.reconsider()
      hub.publishOverview({ event: 'upstreams.changed' })
      hub.publishOverview({ event: 'models.changed' })
      deps.onChanged()
    },
    onRecovered: deps.onRecovered,
  })
  closers.add('upstream prober', () => {
    prober.close()
  })
  const router = new UpstreamRouter(pool)
  const engine = new RoutedEngine({ pool, router, prober })
  const upstreams = new UpstreamService({
    ...{ store, secrets, pool, prober, hub, now },
    probeAddress: createProbeAddress(log),
    endpoint: () => settings.get().llamaEndpoint,
    setEndpoint: async (llamaEndpoint) => {
      await settings.update({ llamaEndpoint })
    },
  })
  return { pool, engine, host, facts, loading, upstreams }
}

function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
