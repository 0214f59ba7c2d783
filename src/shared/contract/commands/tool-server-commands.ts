import { z } from 'zod'
import {
  toolServerIdSchema,
  toolServerNameSchema,
  toolServerSchema,
  toolServerSecretsSchema,
  toolServerTargetSchema,
} from '../../model/tool-server'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

const ofServer = z.strictObject({ toolServerId: toolServerIdSchema })
const oneServer = z.object({ toolServer: toolServerSchema })
const testIdSchema = z.string().min(8).max(64)

/** The owner's alone, to read too: whoever adds a server has its program run on this machine. */
export const toolServerCommands = {
  'toolServers.list': {
    summary: 'The servers of the Model Context Protocol, by name, with their state and tools.',
    access: 'owner',
    input: nothing,
    output: z.object({ toolServers: z.array(toolServerSchema) }),
  },
  'toolServers.add': {
    summary:
      'Add a tool server and start it to read its tools. No bot may use any of them until it is granted. Secrets are kept and never shown again.',
    access: 'owner',
    input: z.strictObject({
      name: toolServerNameSchema,
      target: toolServerTargetSchema,
      enabled: z.boolean().default(true),
      ...toolServerSecretsSchema.shape,
    }),
    output: oneServer,
  },
  'toolServers.update': {
    summary:
      'Change a tool server, or switch it on or off. What is left out stays; secrets of null are forgotten, and so are those that were given for another program or host.',
    access: 'owner',
    input: z.strictObject({
      toolServerId: toolServerIdSchema,
      target: toolServerTargetSchema.optional(),
      enabled: z.boolean().optional(),
      ...toolServerSecretsSchema.shape,
      /** The version that was seen; another one by now is a `conflict`. */
      version: z.int().min(1).optional(),
    }),
    output: oneServer,
  },
  'toolServers.remove': {
    summary:
      'Remove a tool server and end it. `toolServers.restore` undoes it until the controller ends.',
    access: 'owner',
    input: ofServer,
    output: done,
  },
  'toolServers.restore': {
    summary: 'Bring back a removed tool server, with its secrets.',
    access: 'owner',
    input: ofServer,
    output: oneServer,
  },
  'toolServers.restart': {
    summary: 'Start a tool server anew and read its tools; answers while it starts.',
    access: 'owner',
    input: ofServer,
    output: oneServer,
  },
  'toolServers.test': {
    summary:
      'Start or reach a server that need not be on the list, read its tools and end it. With `toolServerId`, secrets kept for the same program or host are used where none are given. It takes up to 30 s; `toolServers.endTest` ends it before.',
    access: 'owner',
    input: z.strictObject({
      /** Any text of yours, to cancel it by. */
      testId: testIdSchema.optional(),
      toolServerId: toolServerIdSchema.optional(),
      target: toolServerTargetSchema,
      ...toolServerSecretsSchema.shape,
    }),
    output: z.object({
      info: z.string().nullable(),
      latencyMs: z.number().nonnegative(),
      /** Their own names, in its order. */
      tools: z.array(z.string()),
    }),
  },
  'toolServers.endTest': {
    summary: 'End a test that is going on; one that is over is left alone.',
    access: 'owner',
    input: z.strictObject({ testId: testIdSchema }),
    output: done,
  },
} as const satisfies Record<string, CommandDefinition>
