import { z } from 'zod'
import { deviceSchema, roleSchema, tokenSchema } from '../../model/access'
import { idSchema, timestampSchema } from '../../model/ids'
import { personIdSchema } from '../../model/person'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

export const accessCommands = {
  'access.signIn': {
    summary: 'Sign this connection in with a token.',
    access: 'public',
    input: z.strictObject({ token: z.string().min(1).max(200) }),
    output: z.object({ role: roleSchema }),
  },
  'access.createLink': {
    summary:
      'A one-time sign-in link for a browser, good for 3 minutes: for the caller, or for somebody else.',
    access: 'owner',
    input: z.strictObject({ personId: personIdSchema.optional() }),
    output: z.object({ url: z.string(), expiresAt: timestampSchema }),
  },
  'access.openInBrowser': {
    summary: 'Open a signed-in browser on the machine the controller runs on.',
    access: 'owner',
    input: nothing,
    output: done,
  },
  'access.listDevices': {
    summary: 'Browsers that are signed in.',
    access: 'owner',
    input: nothing,
    output: z.object({ devices: z.array(deviceSchema) }),
  },
  'access.revokeDevice': {
    summary: 'Sign a browser out, at once.',
    access: 'owner',
    input: z.strictObject({ deviceId: idSchema }),
    output: done,
  },
  'access.listTokens': {
    summary: 'Tokens for scripts, without their secrets.',
    access: 'owner',
    input: nothing,
    output: z.object({ tokens: z.array(tokenSchema) }),
  },
  'access.createToken': {
    summary: 'A token for a script. The secret is shown this once.',
    access: 'owner',
    input: z.strictObject({
      name: z.string().trim().min(1).max(80),
      role: roleSchema.default('member'),
    }),
    output: z.object({ token: tokenSchema, secret: z.string() }),
  },
  'access.revokeToken': {
    summary: 'Revoke a token, at once.',
    access: 'owner',
    input: z.strictObject({ tokenId: idSchema }),
    output: done,
  },
} as const satisfies Record<string, CommandDefinition>
