import { z } from 'zod'
import { folderNameSchema, folderSchema } from '../../model/folder'
import { folderIdSchema } from '../../model/ids'
import { done, nothing } from './command-definition'
import type { CommandDefinition } from './command-definition'

const ofFolder = z.strictObject({ folderId: folderIdSchema })
const oneFolder = z.object({ folder: folderSchema })

export const folderCommands = {
  'folders.list': {
    summary: 'All folders, by name.',
    access: 'viewer',
    input: nothing,
    output: z.object({ folders: z.array(folderSchema) }),
  },
  'folders.create': {
    summary: 'Make a folder.',
    access: 'member',
    input: z.strictObject({ name: folderNameSchema }),
    output: oneFolder,
  },
  'folders.rename': {
    summary: 'Give a folder another name.',
    access: 'member',
    input: z.strictObject({
      folderId: folderIdSchema,
      name: folderNameSchema,
      /** The version that was seen; another one by now is a `conflict`. */
      version: z.int().min(1).optional(),
    }),
    output: oneFolder,
  },
  'folders.delete': {
    summary: 'Delete a folder; its sessions stay, in no folder. `folders.restore` undoes it.',
    access: 'member',
    input: ofFolder,
    output: done,
  },
  'folders.restore': {
    summary: 'Bring back a deleted folder, with those of its sessions that are in no other one.',
    access: 'member',
    input: ofFolder,
    output: oneFolder,
  },
} as const satisfies Record<string, CommandDefinition>
