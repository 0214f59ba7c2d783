import { LIMIT_NAMES, LIMITS } from '@shared/model/limits'

/** Every flag of the command line, with its line in `--help`. Those of `parseArgs` (node:util). */
export const FLAGS = {
  headless: { type: 'boolean', help: 'run without a window' },
  port: {
    type: 'string',
    value: 'PORT',
    help: 'port to listen on (default 8000; 0 takes any free one)',
  },
  host: {
    type: 'string',
    value: 'HOST',
    help: 'address to listen on (default 127.0.0.1); 0.0.0.0 or :: shares on the network',
  },
  'data-dir': { type: 'string', value: 'DIR', help: 'where conversations and settings are kept' },
  ollama: {
    type: 'string',
    value: 'URL',
    help: 'address of Ollama (default http://localhost:11434)',
  },
  'bin-days': {
    type: 'string',
    value: 'DAYS',
    help: 'days after which deleted conversations are gone for good (default 30; 0 for never)',
  },
  'sign-in-link': {
    type: 'boolean',
    help: 'print a one-time sign-in link for the controller that runs on the data directory',
  },
  help: { type: 'boolean', help: 'show this text' },
} as const satisfies Record<string, { type: 'boolean' | 'string'; value?: string; help: string }>

const VARIABLES = {
  PORT: 'port to listen on',
  HOST: 'address to listen on',
  LLAMA_ENDPOINT: 'address of Ollama; OLLAMA_HOST is honoured too',
  MODEL_NAME: 'model of a new bot',
  TEMPERATURE: 'temperature of a new bot, 0 to 2 (default 0.7)',
  MAX_TOKENS: 'longest reply of a new bot, in tokens (default 2048)',
  CONTEXT_LIMIT: 'longest context a bot can have its model loaded with, in tokens (default 131072)',
  FORBID_CLOUD_MODELS: '1 refuses models that run outside of this machine',
  OLLAMA_PARALLEL: 'replies of a model at a time: a number, or auto to learn it (default auto)',
  MAX_WAITING: 'replies that may wait for one model (default 2000)',
  CONNECT_TIMEOUT_S: 'seconds until a server that takes no connection counts as away (default 5)',
  SILENCE_TIMEOUT_S: 'seconds of silence until a reply counts as broken off (default 120)',
  AUTO_TITLE: 'whether bots name their conversations: on or off (default on)',
  TOOL_TIMEOUT_S: 'seconds a tool of a bot may take (default 30)',
  OWNERS_READ_ALL:
    'whether owners may read private conversations of others, on or off (default off)',
  BIN_DAYS: 'days a deleted conversation stays in the bin (default 30; 0 for ever)',
  ALLOWED_HOSTS: 'further names this server answers to, with commas between',
  ALLOWED_ORIGINS: 'origins of other sites whose pages may ask, with a token',
  TRUSTED_PROXIES: 'addresses of reverse proxies that are believed, like 127.0.0.1 or 10.0.0.0/8',
  LIMIT_OWN_WINDOW: '1 holds the desktop window to the limit of messages too',
  ...Object.fromEntries(
    LIMIT_NAMES.map((name) => LIMITS[name]).map(({ variable, help, value }) => [
      variable,
      `${help} (default ${String(value)})`,
    ]),
  ),
}

/** What `--help` prints. */
export function helpText(): string {
  const flags = Object.entries(FLAGS).map(([name, flag]) => {
    const left = 'value' in flag ? `--${name} ${flag.value}` : `--${name}`
    return `  ${left.padEnd(18)} ${flag.help}`
  })
  const variables = Object.entries(VARIABLES).map(([name, help]) => `  ${name.padEnd(18)} ${help}`)
  return [
    'Port 8000: private AI bots on your own machine.',
    '',
    'Usage: npm start -- [flags]',
    '',
    ...flags,
    '',
    'Environment (a flag beats it; it beats the settings file):',
    ...variables,
    '',
  ].join('\n')
}
