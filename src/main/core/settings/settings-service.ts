import { AppError } from '@shared/contract/app-error'
import type { CommandInput } from '@shared/contract/commands'
import { forEachLimit } from '@shared/model/limits'
import type { GivenSettings, Settings, SettingSource } from '@shared/model/settings'
import type { EventHub } from '../events/event-hub'
import { withoutCredentials } from './without-credentials'

export interface SettingsServiceDeps {
  readonly settings: Settings
  readonly defaults: Settings
  readonly file: GivenSettings
  /** Writes the settings file as a whole. */
  readonly save: (file: GivenSettings) => Promise<void>
  readonly hub: Pick<EventHub, 'publishOverview'>
  /** The engine's address is another one now. */
  readonly onEndpointChanged: () => void
  /** Owners may read other things from now on. */
  readonly onPrivacyChanged: () => void
}

/** Those that can be changed, with the variables that win over the file. */
const NAMES = {
  llamaEndpoint: 'LLAMA_ENDPOINT',
  modelName: 'MODEL_NAME',
  temperature: 'TEMPERATURE',
  maxTokens: 'MAX_TOKENS',
  contextLimit: 'CONTEXT_LIMIT',
  forbidCloudModels: 'FORBID_CLOUD_MODELS',
  ollamaParallel: 'OLLAMA_PARALLEL',
  maxWaiting: 'MAX_WAITING',
  connectTimeoutS: 'CONNECT_TIMEOUT_S',
  silenceTimeoutS: 'SILENCE_TIMEOUT_S',
  autoTitle: 'AUTO_TITLE',
  binDays: 'BIN_DAYS',
  toolTimeoutS: 'TOOL_TIMEOUT_S',
  ownersReadAll: 'OWNERS_READ_ALL',
  ...forEachLimit(({ variable }) => variable),
  limitOwnWindow: 'LIMIT_OWN_WINDOW',
  allowedHosts: 'ALLOWED_HOSTS',
  allowedOrigins: 'ALLOWED_ORIGINS',
  trustedProxies: 'TRUSTED_PROXIES',
} as const satisfies Record<keyof CommandInput<'settings.update'>, string>
type Changeable = keyof typeof NAMES

/** The settings in force. Argument beats environment, environment beats the file, the file beats the default. */
export class SettingsService {
  readonly #deps: SettingsServiceDeps
  #settings: Settings
  #file: GivenSettings

  constructor(deps: SettingsServiceDeps) {
    this.#deps = deps
    this.#settings = deps.settings
    this.#file = deps.file
  }

  get(): Settings {
    return this.#settings
  }

  /** As they are shown, without a password in an address. */
  shown(): Settings {
    const { llamaEndpoint } = this.#settings
    const value = withoutCredentials(llamaEndpoint.value)
    return { ...this.#settings, llamaEndpoint: { ...llamaEndpoint, value } }
  }

  /**
   * Answers them as they are shown. Throws `conflict` where a value is set from outside, so that the file would change
   * nothing.
   */
  async update(wanted: CommandInput<'settings.update'>): Promise<Settings> {
    const changes = this.#withKeptPassword(wanted)
    const names = changedNames(changes)
    for (const name of names) this.#requireFree(name)
    const file: GivenSettings = {
      ...this.#file,
      ...Object.fromEntries(names.map((name) => [name, changes[name] ?? undefined])),
    }
    await this.#deps.save(file)
    this.#file = file
    for (const name of names) this.#take(name, changes[name] ?? null)
    if (names.includes('llamaEndpoint')) this.#deps.onEndpointChanged()
    if (names.includes('ownersReadAll')) this.#deps.onPrivacyChanged()
    this.#deps.hub.publishOverview({ event: 'settings.changed' })
    return this.shown()
  }

  /** Keeps where the server listens, for the next start. What comes from outside wins then. */
  async keepPlace({ host, port }: { readonly host: string; readonly port: number }): Promise<void> {
    const { host: hostNow, port: portNow } = this.#settings
    const changes = {
      ...(!isFromOutside(hostNow.source) && host !== hostNow.value && { host }),
      ...(!isFromOutside(portNow.source) && port !== portNow.value && { port }),
    }
    if (Object.keys(changes).length === 0) return
    const file = { ...this.#file, ...changes }
    await this.#deps.save(file)
    this.#file = file
    this.#settings = {
      ...this.#settings,
      ...('host' in changes && { host: { value: host, source: 'file' as const } }),
      ...('port' in changes && { port: { value: port, source: 'file' as const } }),
    }
    this.#deps.hub.publishOverview({ event: 'settings.changed' })
  }

  /** Who gives back the address as it was shown means the one with the password. */
  #withKeptPassword(changes: CommandInput<'settings.update'>): CommandInput<'settings.update'> {
    const { value } = this.#settings.llamaEndpoint
    const isShown = changes.llamaEndpoint === withoutCredentials(value)
    return isShown ? { ...changes, llamaEndpoint: value } : changes
  }

  #requireFree(name: Changeable): void {
    const { source } = this.#settings[name]
    if (!isFromOutside(source)) return
    const where =
      source === 'environment'
        ? `the environment variable ${NAMES[name]}`
        : 'a command-line argument'
    throw new AppError(
      'conflict',
      `This setting comes from ${where}, which wins over the settings file. Change it there.`,
    )
  }

  #take(name: Changeable, value: Settings[Changeable]['value'] | null): void {
    const next = value === null ? this.#deps.defaults[name] : { value, source: 'file' as const }
    this.#settings = { ...this.#settings, [name]: next }
  }
}

function changedNames(changes: CommandInput<'settings.update'>): Changeable[] {
  // `Object.keys` answers texts; these are the table's own names.
  return (Object.keys(NAMES) as Changeable[]).filter((name) => changes[name] !== undefined)
}

function isFromOutside(source: SettingSource): boolean {
  return source === 'environment' || source === 'argument'
}
