import { z } from 'zod'
import {
  upstreamAddressSchema,
  upstreamFieldsSchema,
  upstreamSchema,
  upstreamSecretsSchema,
} from '../../model/upstream'
import { upstreamIdSchema } from '../../model/upstream-name'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

const ofUpstream = z.strictObject({ upstreamId: upstreamIdSchema })
const oneUpstream = z.object({ upstream: upstreamSchema })

/** The owner's alone, to read too: an address tells about the network it is in. */
export const upstreamCommands = {
  'upstreams.list': {
    summary: 'The Ollama servers, the first one first, with how they are.',
    access: 'owner',
    input: nothing,
    output: z.object({ upstreams: z.array(upstreamSchema) }),
  },
  'upstreams.add': {
    summary: 'Add an Ollama server. Its token and headers are kept and never shown again.',
    access: 'owner',
    input: z.strictObject({
      name: upstreamFieldsSchema.shape.name,
      address: upstreamAddressSchema,
      weight: upstreamFieldsSchema.shape.weight.default(1),
      drained: upstreamFieldsSchema.shape.drained.default(false),
      ...upstreamSecretsSchema.shape,
    }),
    output: oneUpstream,
  },
  'upstreams.update': {
    summary:
      'Change an Ollama server. What is left out stays; a token or headers of null are forgotten, and so are those of an address on another host.',
    access: 'owner',
    input: z.strictObject({
      upstreamId: upstreamIdSchema,
      ...upstreamFieldsSchema.partial().shape,
      ...upstreamSecretsSchema.shape,
      /** The version that was seen; another one by now is a `conflict`. */
      version: z.int().min(1).optional(),
    }),
    output: oneUpstream,
  },
  'upstreams.remove': {
    summary:
      'Remove an Ollama server; what it replies now is finished. `upstreams.restore` undoes it until the controller ends.',
    access: 'owner',
    input: ofUpstream,
    output: done,
  },
  'upstreams.restore': {
    summary: 'Bring back a removed Ollama server, with its token and headers.',
    access: 'owner',
    input: ofUpstream,
    output: oneUpstream,
  },
  'upstreams.test': {
    summary:
      'Whether an Ollama answers at an address. With `upstreamId`, the token and headers kept for that host are sent where none are given.',
    access: 'owner',
    input: z.strictObject({
      address: upstreamAddressSchema,
      upstreamId: upstreamIdSchema.optional(),
      ...upstreamSecretsSchema.shape,
    }),
    output: z.object({
      version: z.string(),
      latencyMs: z.number().nonnegative(),
      models: z.int().nonnegative(),
      warnings: z.array(z.string()),
    }),
  },
} as const satisfies Record<string, CommandDefinition>
