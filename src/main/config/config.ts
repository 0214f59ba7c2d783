import { parseArgs } from 'node:util'
import { LIMIT_NAMES, LIMITS } from '@shared/model/limits'
import { settingValues } from '@shared/model/settings'
import type { GivenSettings, Settings, SettingSource } from '@shared/model/settings'
import { ConfigError } from './config-error'
import { DEFAULTS } from './defaults'
import { FLAGS } from './options'
import {
  listOf,
  parseBinDays,
  parseContextLimit,
  parseEndpoint,
  parseHost,
  parseMaxTokens,
  parseModelName,
  parseParallel,
  parsePort,
  parseSwitch,
  parseTemperature,
  wholeNumber,
} from './parse-values'
import { readSettingsFile } from './settings-file'

export interface Config {
  /** What the command line asks for. */
  readonly task: 'run' | 'help' | 'sign-in-link'
  readonly headless: boolean
  readonly dataDirectory: string
  readonly settings: Settings
  /** What would be in force without the settings file, for "back to the default". */
  readonly defaults: Settings
  readonly file: GivenSettings
  /** Why the settings file was not used, in one line. */
  readonly fileProblem: string | null
}

export interface ConfigSources {
  /** Without the program's own name. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly defaultDataDirectory: string
  /** Flags that belong to somebody else (Chromium's, under Electron) and are passed over. */
  readonly ignoredFlags?: RegExp
}

/** Arguments, environment and settings file as one value. Throws `ConfigError` with one clear line. */
export function readConfig({
  argv,
  env,
  defaultDataDirectory,
  ignoredFlags,
}: ConfigSources): Config {
  const flags = parseFlags(argv.filter((argument) => !ignoredFlags?.test(argument)))
  const dataDirectory = flags['data-dir'] ?? defaultDataDirectory
  const file = readSettingsFile(dataDirectory)
  const outside = { ...fromEnvironment(env), ...fromFlags(flags) }
  const config: Config = {
    task: flags.help ? 'help' : flags['sign-in-link'] ? 'sign-in-link' : 'run',
    headless: flags.headless ?? false,
    dataDirectory,
    settings: Object.freeze({ ...DEFAULTS, ...valuesOf(file.settings, 'file'), ...outside }),
    defaults: Object.freeze({ ...DEFAULTS, ...outside }),
    file: file.settings,
    fileProblem: file.problem,
  }
  return Object.freeze(config)
}

function parseFlags(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false }).values
  } catch (error) {
    const first = error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : ''
    throw new ConfigError(`${first}. --help lists all flags.`, { cause: error })
  }
}

function fromFlags(flags: ReturnType<typeof parseFlags>): Partial<Settings> {
  return valuesOf(
    {
      port: flags.port === undefined ? undefined : parsePort(flags.port, '--port'),
      host: flags.host === undefined ? undefined : parseHost(flags.host, '--host'),
      llamaEndpoint:
        flags.ollama === undefined ? undefined : parseEndpoint(flags.ollama, '--ollama'),
      binDays:
        flags['bin-days'] === undefined ? undefined : parseBinDays(flags['bin-days'], '--bin-days'),
    },
    'argument',
  )
}

function fromEnvironment(env: ConfigSources['env']): Partial<Settings> {
  /** An empty variable counts as not set. */
  function read<T>(name: string, parse: (text: string, from: string) => T): T | undefined {
    const text = env[name]
    return text === undefined || text === '' ? undefined : parse(text, name)
  }
  return valuesOf(
    {
      port: read('PORT', parsePort),
      host: read('HOST', parseHost),
      llamaEndpoint: read('LLAMA_ENDPOINT', parseEndpoint) ?? read('OLLAMA_HOST', parseEndpoint),
      modelName: read('MODEL_NAME', parseModelName),
      temperature: read('TEMPERATURE', parseTemperature),
      maxTokens: read('MAX_TOKENS', parseMaxTokens),
      contextLimit: read('CONTEXT_LIMIT', parseContextLimit),
      forbidCloudModels: read('FORBID_CLOUD_MODELS', parseSwitch),
      ollamaParallel: read('OLLAMA_PARALLEL', parseParallel),
      maxWaiting: read('MAX_WAITING', wholeNumber(1, 10_000)),
      connectTimeoutS: read('CONNECT_TIMEOUT_S', wholeNumber(1, 120)),
      silenceTimeoutS: read('SILENCE_TIMEOUT_S', wholeNumber(10, 3_600)),
      autoTitle: read('AUTO_TITLE', parseSwitch),
      binDays: read('BIN_DAYS', parseBinDays),
      toolTimeoutS: read('TOOL_TIMEOUT_S', wholeNumber(1, 600)),
      ...Object.fromEntries(
        LIMIT_NAMES.map((name) => [name, LIMITS[name]] as const).map(
          ([name, { variable, least, most }]) => [name, read(variable, wholeNumber(least, most))],
        ),
      ),
      limitOwnWindow: read('LIMIT_OWN_WINDOW', parseSwitch),
      allowedHosts: read('ALLOWED_HOSTS', listOf(settingValues.allowedHosts, 'bots.home')),
      allowedOrigins: read(
        'ALLOWED_ORIGINS',
        listOf(settingValues.allowedOrigins, 'https://notes.example'),
      ),
      trustedProxies: read(
        'TRUSTED_PROXIES',
        listOf(settingValues.trustedProxies, '127.0.0.1 or 10.0.0.0/8'),
      ),
    },
    'environment',
  )
}

/** Only what is given, each with its source. */
function valuesOf(values: GivenSettings, source: SettingSource): Partial<Settings> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  // The names and the values are those of `GivenSettings`; `Object.entries` forgets which belong together.
  return Object.fromEntries(given.map(([name, value]) => [name, { value, source }]))
}
