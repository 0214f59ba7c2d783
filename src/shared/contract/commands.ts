import type { z } from 'zod'
import { accessCommands } from './commands/access-commands'
import { attachmentCommands } from './commands/attachment-commands'
import { binCommands } from './commands/bin-commands'
import { botCommands } from './commands/bot-commands'
import type { CommandDefinition } from './commands/command-definition'
import { controllerCommands } from './commands/controller-commands'
import { modelCommands } from './commands/model-commands'
import { folderCommands } from './commands/folder-commands'
import { noteCommands } from './commands/note-commands'
import { organiseCommands } from './commands/organise-commands'
import { peopleCommands } from './commands/people-commands'
import { programCommands } from './commands/program-commands'
import { searchCommands } from './commands/search-commands'
import { sessionCommands } from './commands/session-commands'
import { toolCommands } from './commands/tool-commands'
import { toolServerCommands } from './commands/tool-server-commands'
import { transferCommands } from './commands/transfer-commands'
import { upstreamCommands } from './commands/upstream-commands'

/** The one table of commands. Whoever knocks, by whichever door, ends at one of these rows. */
export const commands = {
  ...controllerCommands,
  ...modelCommands,
  ...upstreamCommands,
  ...botCommands,
  ...sessionCommands,
  ...noteCommands,
  ...organiseCommands,
  ...folderCommands,
  ...binCommands,
  ...searchCommands,
  ...toolCommands,
  ...toolServerCommands,
  ...programCommands,
  ...transferCommands,
  ...attachmentCommands,
  ...accessCommands,
  ...peopleCommands,
} as const satisfies Record<string, CommandDefinition>

type Commands = typeof commands
export type CommandName = keyof Commands
/** What a caller writes. */
export type CommandRequest<N extends CommandName> = z.input<Commands[N]['input']>
/** What a handler reads. */
export type CommandInput<N extends CommandName> = z.output<Commands[N]['input']>
export type CommandOutput<N extends CommandName> = z.output<Commands[N]['output']>
