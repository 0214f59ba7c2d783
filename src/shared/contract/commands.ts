import { z } from 'zod'
import { deviceSchema, roleSchema, tokenSchema } from '../model/access'
import type { AccessLevel } from '../model/access'
import { DEFAULT_MAX_TOKENS, DEFAULT_TEMPERATURE, botFieldsSchema, botSchema } from '../model/bot'
import { healthSchema, overviewSchema, serverStatusSchema, settingsSchema } from '../model/controller'
import { engineNameSchema, engineStatusSchema, modelSchema } from '../model/engine'
import { botIdSchema, clientMessageIdSchema, idSchema, messageIdSchema, sessionIdSchema, timestampSchema, turnIdSchema } from '../model/ids'
import { instanceSchema } from '../model/instance'
import { messagePageSchema, sessionSchema, sessionViewSchema } from '../model/session'

export interface CommandDefinition {
  /** One sentence for the API page. */
  readonly summary: string
  readonly access: AccessLevel
  /** Theirs: parsed once, in the router. */
  readonly input: z.ZodType
  /** Ours: documents the answer; tests check it, nothing parses it at run time. */
  readonly output: z.ZodType
}

const nothing = z.strictObject({})
const done = z.object({})
const ofBot = z.strictObject({ botId: botIdSchema })
const ofSession = z.strictObject({ sessionId: sessionIdSchema })
const pageLimit = z.int().min(1).max(200)

/** A new bot: whatever is left out gets the product's default. */
const newBotSchema = z.strictObject({
  id: botIdSchema.optional(),
  ...botFieldsSchema.shape,
  color: botFieldsSchema.shape.color.default('teal'),
  emoji: botFieldsSchema.shape.emoji.default(''),
  engine: botFieldsSchema.shape.engine.default('ollama'),
  model: botFieldsSchema.shape.model.default(null),
  instructions: botFieldsSchema.shape.instructions.default(''),
  temperature: botFieldsSchema.shape.temperature.default(DEFAULT_TEMPERATURE),
  maxTokens: botFieldsSchema.shape.maxTokens.default(DEFAULT_MAX_TOKENS),
})

/** The one table of commands. Whoever knocks, by whichever door, ends at one of these rows. */
export const commands = {
  'overview.watch': { summary: 'Everything but conversations, and from now on every change to it.', access: 'viewer', input: nothing, output: overviewSchema },
  'health.get': { summary: 'Whether the controller, its database and its engines work.', access: 'public', input: nothing, output: healthSchema },

  'bots.list': { summary: 'All bots.', access: 'viewer', input: nothing, output: z.object({ bots: z.array(botSchema) }) },
  'bots.get': { summary: 'One bot.', access: 'viewer', input: ofBot, output: z.object({ bot: botSchema }) },
  'bots.suggestId': { summary: 'The next free bot id.', access: 'owner', input: nothing, output: z.object({ botId: botIdSchema }) },
  'bots.create': { summary: 'Create a bot.', access: 'owner', input: newBotSchema, output: z.object({ bot: botSchema }) },
  'bots.update': {
    summary: 'Change a bot; `version` is the one you saw.',
    access: 'owner',
    input: z.strictObject({ botId: botIdSchema, version: z.int().min(1), changes: botFieldsSchema.partial().strict() }),
    output: z.object({ bot: botSchema }),
  },
  'bots.duplicate': { summary: 'Copy a bot under the next free id.', access: 'owner', input: ofBot, output: z.object({ bot: botSchema }) },
  'bots.delete': { summary: 'Stop and delete a bot; `bots.restore` undoes it.', access: 'owner', input: ofBot, output: done },
  'bots.restore': { summary: 'Bring back a deleted bot with its sessions.', access: 'owner', input: ofBot, output: z.object({ bot: botSchema }) },
  'bots.launch': { summary: 'Launch a bot: check and load its model.', access: 'owner', input: ofBot, output: z.object({ instance: instanceSchema }) },
  'bots.stop': { summary: 'Stop a bot: end its turns, keep what was said, free its model.', access: 'owner', input: ofBot, output: z.object({ instance: instanceSchema }) },
  'bots.status': { summary: 'What a bot is doing.', access: 'viewer', input: ofBot, output: z.object({ instance: instanceSchema }) },

  'sessions.list': {
    summary: 'Sessions, most recently used first.',
    access: 'viewer',
    input: z.strictObject({ botId: botIdSchema.optional(), before: z.strictObject({ updatedAt: timestampSchema, id: sessionIdSchema }).optional(), limit: pageLimit.default(100) }),
    output: z.object({ sessions: z.array(sessionSchema), hasMore: z.boolean() }),
  },
  'sessions.get': { summary: 'One session.', access: 'viewer', input: ofSession, output: z.object({ session: sessionSchema }) },
  'sessions.create': { summary: 'Begin a session with a bot.', access: 'member', input: ofBot, output: z.object({ session: sessionSchema }) },
  'sessions.rename': {
    summary: 'Give a session a title.',
    access: 'member',
    input: z.strictObject({ sessionId: sessionIdSchema, title: z.string().trim().min(1).max(200) }),
    output: z.object({ session: sessionSchema }),
  },
  'sessions.delete': { summary: 'Delete a session; `sessions.restore` undoes it.', access: 'member', input: ofSession, output: done },
  'sessions.restore': { summary: 'Bring back a deleted session.', access: 'member', input: ofSession, output: z.object({ session: sessionSchema }) },
  'sessions.watch': {
    summary: 'What was missed since `afterSeq`, the live reply so far, and from now on every event of the session.',
    access: 'viewer',
    input: z.strictObject({ sessionId: sessionIdSchema, afterSeq: z.int().nonnegative().optional() }),
    output: sessionViewSchema,
  },
  'sessions.unwatch': { summary: 'No more events of that session.', access: 'viewer', input: ofSession, output: done },

  'messages.list': {
    summary: 'A page of messages by `seq`: the newest by default.',
    access: 'viewer',
    input: z.strictObject({ sessionId: sessionIdSchema, before: z.int().min(1).optional(), after: z.int().nonnegative().optional(), limit: pageLimit.default(50) }),
    output: messagePageSchema,
  },
  'messages.send': {
    summary: 'Say something; the reply is made as a turn. The same `clientMessageId` twice answers the first result.',
    access: 'member',
    input: z.strictObject({ sessionId: sessionIdSchema, clientMessageId: clientMessageIdSchema, text: z.string().refine((text) => text.trim() !== '', 'needs some text') }),
    output: z.object({ messageId: messageIdSchema, turnId: turnIdSchema, queued: z.boolean() }),
  },

  'turns.stop': { summary: 'Stop the reply being made; what was said so far is kept.', access: 'member', input: ofSession, output: z.object({ stopped: z.boolean() }) },
  'turns.withdraw': { summary: 'Take back a message that still waits.', access: 'member', input: z.strictObject({ sessionId: sessionIdSchema, turnId: turnIdSchema }), output: z.object({ text: z.string() }) },
  'turns.retry': { summary: 'Ask again for the reply to a message whose last reply is not complete.', access: 'member', input: z.strictObject({ sessionId: sessionIdSchema, messageId: messageIdSchema }), output: z.object({ turnId: turnIdSchema }) },

  'models.list': {
    summary: 'The models each engine has, and whether it can be reached.',
    access: 'viewer',
    input: z.strictObject({ engine: engineNameSchema.optional() }),
    output: z.object({ models: z.array(modelSchema), engines: z.array(engineStatusSchema) }),
  },

  'settings.get': { summary: 'Every setting, with where its value comes from.', access: 'owner', input: nothing, output: z.object({ settings: settingsSchema }) },
  'settings.update': {
    summary: 'Change settings in the settings file; null goes back to the default.',
    access: 'owner',
    input: z.strictObject({
      llamaEndpoint: z.url({ protocol: /^https?$/ }).max(500).nullable().optional(),
      modelName: z.string().trim().min(1).max(200).nullable().optional(),
      temperature: botFieldsSchema.shape.temperature.nullable().optional(),
      maxTokens: botFieldsSchema.shape.maxTokens.nullable().optional(),
    }),
    output: z.object({ settings: settingsSchema }),
  },
  'server.listen': {
    summary: 'Listen on this port, where the server does not listen yet; kept as the setting.',
    access: 'owner',
    input: z.strictObject({ port: z.int().min(1).max(65_535) }),
    output: z.object({ server: serverStatusSchema }),
  },

  'access.signIn': { summary: 'Sign this connection in with a token.', access: 'public', input: z.strictObject({ token: z.string().min(1).max(200) }), output: z.object({ role: roleSchema }) },
  'access.createLink': { summary: 'A one-time sign-in link for a browser, good for 3 minutes.', access: 'owner', input: nothing, output: z.object({ url: z.string(), expiresAt: timestampSchema }) },
  'access.openInBrowser': { summary: 'Open a signed-in browser on the machine the controller runs on.', access: 'owner', input: nothing, output: done },
  'access.listDevices': { summary: 'Browsers that are signed in.', access: 'owner', input: nothing, output: z.object({ devices: z.array(deviceSchema) }) },
  'access.revokeDevice': { summary: 'Sign a browser out, at once.', access: 'owner', input: z.strictObject({ deviceId: idSchema }), output: done },
  'access.listTokens': { summary: 'Tokens for scripts, without their secrets.', access: 'owner', input: nothing, output: z.object({ tokens: z.array(tokenSchema) }) },
  'access.createToken': {
    summary: 'A token for a script. The secret is shown this once.',
    access: 'owner',
    input: z.strictObject({ name: z.string().trim().min(1).max(80), role: roleSchema.default('member') }),
    output: z.object({ token: tokenSchema, secret: z.string() }),
  },
  'access.revokeToken': { summary: 'Revoke a token, at once.', access: 'owner', input: z.strictObject({ tokenId: idSchema }), output: done },
} as const satisfies Record<string, CommandDefinition>

export type Commands = typeof commands
export type CommandName = keyof Commands
/** What a caller writes. */
export type CommandRequest<N extends CommandName> = z.input<Commands[N]['input']>
/** What a handler reads. */
export type CommandInput<N extends CommandName> = z.output<Commands[N]['input']>
export type CommandOutput<N extends CommandName> = z.output<Commands[N]['output']>
