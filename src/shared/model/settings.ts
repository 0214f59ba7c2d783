import { z } from 'zod'
import { botFieldsSchema } from './bot'
import { forEachLimit } from './limits'
import { modelNameSchema } from './model'

/**
 * Where the server listens besides this machine's own address: `127.0.0.1`, `::1` or `localhost` for nowhere, `0.0.0.0` for every
 * IPv4 address of this machine, `::` for every address, or single addresses with commas between.
 */
export const hostSchema = z
  .string()
  .max(500)
  .refine((text) =>
    text
      .split(',')
      .every((one) => one === 'localhost' || z.union([z.ipv4(), z.ipv6()]).safeParse(one).success),
  )

/** A name this server answers to: `bots.home`, `bots.home:9000`, or `https://bots.home` where a proxy speaks for us. */
const hostNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(300)
  .regex(/^(https?:\/\/)?([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:]+\])(:\d{1,5})?$/)
/** A page's origin: `https://notes.example`, or that of a browser's extension. */
const originSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(300)
  .regex(/^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._[\]:-]+$/)
/** `192.168.1.2`, `10.0.0.0/8`, `fd00::/8`. */
const addressRangeSchema = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/**
 * Every setting with the values it may have. To add one: a row here, its default in `main/config/defaults.ts`, its
 * variable in `main/config/options.ts`, and in `CHANGEABLE` below where people may change it.
 */
export const settingValues = {
  llamaEndpoint: z.url({ protocol: /^https?$/ }).max(500),
  modelName: modelNameSchema,
  temperature: botFieldsSchema.shape.temperature,
  maxTokens: botFieldsSchema.shape.maxTokens,
  /** The longest context any model is loaded with because a bot wants it, in tokens. */
  contextLimit: z.int().min(512).max(1_048_576),
  /** Whether models that run outside of this machine are refused. */
  forbidCloudModels: z.boolean(),
  /** How many replies of a model a server makes at a time; `auto` learns it from how long they wait there. */
  ollamaParallel: z.union([z.literal('auto'), z.int().min(1).max(1_000)]),
  /** How many replies may wait for one model. */
  maxWaiting: z.int().min(1).max(10_000),
  /** After how many seconds a server that does not take a connection counts as away. */
  connectTimeoutS: z.int().min(1).max(120),
  /** After how many seconds of silence in the middle of a reply it counts as broken off. */
  silenceTimeoutS: z.int().min(10).max(3_600),
  host: hostSchema,
  port: z.int().min(0).max(65_535),
  /** Whether the bot's own model names a session after its first reply. */
  autoTitle: z.boolean(),
  /** After how many days in the bin a session is gone for good; 0 for never. Ten years at most: a slip is noticed. */
  binDays: z.int().min(0).max(3_650),
  /** How many seconds a tool of a bot may take. */
  toolTimeoutS: z.int().min(1).max(600),
  /** Whether owners may read what is private to others; everybody is told. */
  ownersReadAll: z.boolean(),
  ...forEachLimit(({ least, most }) => z.int().min(least).max(most)),
  /** Whether the owner's own window is limited too. */
  limitOwnWindow: z.boolean(),
  /** Names this server answers to besides its own. */
  allowedHosts: z.array(hostNameSchema).max(50),
  /** Origins of other sites' pages that may ask this server, with a token. */
  allowedOrigins: z.array(originSchema).max(50),
  /** Where reverse proxies ask from: only they are believed about whom they ask for. */
  trustedProxies: z.array(addressRangeSchema).max(50),
}
export type SettingName = keyof typeof settingValues
type Values = { readonly [N in SettingName]: z.infer<(typeof settingValues)[N]> }

/** What the settings file, the environment or the command line give; whatever they leave out is undefined. */
export type GivenSettings = { readonly [N in SettingName]?: Values[N] | undefined }

/** Those that `settings.update` changes; null goes back to the default. */
const change = <T extends z.ZodType>(value: T) => value.nullable().optional()
export const settingChangesSchema = z.strictObject({
  llamaEndpoint: change(settingValues.llamaEndpoint),
  modelName: change(settingValues.modelName),
  temperature: change(settingValues.temperature),
  maxTokens: change(settingValues.maxTokens),
  contextLimit: change(settingValues.contextLimit),
  forbidCloudModels: change(settingValues.forbidCloudModels),
  ollamaParallel: change(settingValues.ollamaParallel),
  maxWaiting: change(settingValues.maxWaiting),
  connectTimeoutS: change(settingValues.connectTimeoutS),
  silenceTimeoutS: change(settingValues.silenceTimeoutS),
  autoTitle: change(settingValues.autoTitle),
  binDays: change(settingValues.binDays),
  toolTimeoutS: change(settingValues.toolTimeoutS),
  ownersReadAll: change(settingValues.ownersReadAll),
  ...forEachLimit(({ least, most }) => change(z.int().min(least).max(most))),
  limitOwnWindow: change(settingValues.limitOwnWindow),
  allowedHosts: change(settingValues.allowedHosts),
  allowedOrigins: change(settingValues.allowedOrigins),
  trustedProxies: change(settingValues.trustedProxies),
})

/** Where a setting's value comes from; a later one beats an earlier one. */
export const settingSourceSchema = z.enum(['default', 'file', 'environment', 'argument'])
export type SettingSource = z.infer<typeof settingSourceSchema>

const settingOf = <T extends z.ZodType>(value: T) =>
  z.object({ value, source: settingSourceSchema })

export const settingsSchema = z.object({
  llamaEndpoint: settingOf(settingValues.llamaEndpoint),
  modelName: settingOf(settingValues.modelName.nullable()),
  temperature: settingOf(settingValues.temperature),
  maxTokens: settingOf(settingValues.maxTokens),
  contextLimit: settingOf(settingValues.contextLimit),
  forbidCloudModels: settingOf(settingValues.forbidCloudModels),
  ollamaParallel: settingOf(settingValues.ollamaParallel),
  maxWaiting: settingOf(settingValues.maxWaiting),
  connectTimeoutS: settingOf(settingValues.connectTimeoutS),
  silenceTimeoutS: settingOf(settingValues.silenceTimeoutS),
  host: settingOf(settingValues.host),
  port: settingOf(settingValues.port),
  autoTitle: settingOf(settingValues.autoTitle),
  binDays: settingOf(settingValues.binDays),
  toolTimeoutS: settingOf(settingValues.toolTimeoutS),
  ownersReadAll: settingOf(settingValues.ownersReadAll),
  ...forEachLimit(({ least, most }) => settingOf(z.int().min(least).max(most))),
  limitOwnWindow: settingOf(settingValues.limitOwnWindow),
  allowedHosts: settingOf(settingValues.allowedHosts),
  allowedOrigins: settingOf(settingValues.allowedOrigins),
  trustedProxies: settingOf(settingValues.trustedProxies),
})
export type Settings = z.infer<typeof settingsSchema>
