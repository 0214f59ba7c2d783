import { DEFAULT_MAX_TOKENS, DEFAULT_TEMPERATURE } from '@shared/model/bot'
import { forEachLimit } from '@shared/model/limits'
import type { Settings } from '@shared/model/settings'

/** What is in force where nobody says otherwise. */
export const DEFAULTS: Settings = {
  llamaEndpoint: { value: 'http://localhost:11434', source: 'default' },
  modelName: { value: null, source: 'default' },
  temperature: { value: DEFAULT_TEMPERATURE, source: 'default' },
  maxTokens: { value: DEFAULT_MAX_TOKENS, source: 'default' },
  contextLimit: { value: 131_072, source: 'default' },
  forbidCloudModels: { value: false, source: 'default' },
  ollamaParallel: { value: 'auto', source: 'default' },
  maxWaiting: { value: 2_000, source: 'default' },
  connectTimeoutS: { value: 5, source: 'default' },
  silenceTimeoutS: { value: 120, source: 'default' },
  host: { value: '127.0.0.1', source: 'default' },
  port: { value: 8000, source: 'default' },
  autoTitle: { value: true, source: 'default' },
  binDays: { value: 30, source: 'default' },
  toolTimeoutS: { value: 30, source: 'default' },
  ...forEachLimit(({ value }) => ({ value, source: 'default' as const })),
  limitOwnWindow: { value: false, source: 'default' },
  allowedHosts: { value: [], source: 'default' },
  allowedOrigins: { value: [], source: 'default' },
  trustedProxies: { value: [], source: 'default' },
}
