import { z } from 'zod'
import { healthSchema, overviewSchema, serverStatusSchema } from '../../model/controller'
import { limitsOverviewSchema } from '../../model/limits'
import { networkAddressSchema, probeSchema } from '../../model/sharing'
import { hostSchema, settingChangesSchema, settingsSchema } from '../../model/settings'
import { nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

export const controllerCommands = {
  'overview.watch': {
    summary: 'Everything but conversations, and from now on every change to it.',
    access: 'viewer',
    input: nothing,
    output: overviewSchema,
  },
  'health.get': {
    summary: 'Whether the controller, its database and its engines work.',
    access: 'public',
    input: nothing,
    output: healthSchema,
  },
  'settings.get': {
    summary: 'Every setting, with where its value comes from.',
    access: 'owner',
    input: nothing,
    output: z.object({ settings: settingsSchema }),
  },
  'settings.update': {
    summary: 'Change settings in the settings file; null goes back to the default.',
    access: 'owner',
    input: settingChangesSchema,
    output: z.object({ settings: settingsSchema }),
  },
  'limits.get': {
    summary: 'How much anybody may ask for, and what was turned away since the start.',
    access: 'owner',
    input: nothing,
    output: limitsOverviewSchema,
  },
  'server.listen': {
    summary: 'Listen on this port, where the server does not listen yet; kept as the setting.',
    access: 'owner',
    input: z.strictObject({ port: z.int().min(1).max(65_535) }),
    output: z.object({ server: serverStatusSchema }),
  },
  'server.change': {
    summary:
      'Listen on another host or port without a restart. By the network, what closes an address undoes itself after 5 minutes unless it is confirmed.',
    access: 'owner',
    input: z.strictObject({
      host: hostSchema.optional(),
      port: z.int().min(1).max(65_535).optional(),
    }),
    output: z.object({ server: serverStatusSchema }),
  },
  'server.confirm': {
    summary: 'Keep the last change of the address; by the network, only from the new one.',
    access: 'owner',
    input: nothing,
    output: z.object({ server: serverStatusSchema }),
  },
  'server.undo': {
    summary: 'Take the last change of the address back before its time is over.',
    access: 'owner',
    input: nothing,
    output: z.object({ server: serverStatusSchema }),
  },
  'server.addresses': {
    summary: 'The addresses of this machine, the one that other devices likely reach first.',
    access: 'owner',
    input: nothing,
    output: z.object({ addresses: z.array(networkAddressSchema) }),
  },
  'server.probe': {
    summary: 'Whether other devices can connect: what answers, the firewall, and who did so far.',
    access: 'owner',
    input: nothing,
    output: probeSchema,
  },
} as const satisfies Record<string, CommandDefinition>
