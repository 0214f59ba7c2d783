import { AppError } from '@shared/contract/app-error'
import { commands } from '@shared/contract/commands'
import type { CommandInput, CommandName, CommandOutput } from '@shared/contract/commands'
import { ACCESS_LEVELS } from '@shared/model/access'
import type { AccessLevel } from '@shared/model/access'
import { z } from 'zod'
import type { Caller, Identity } from '../events/viewer'

export type CommandHandlers = {
  readonly [N in CommandName]: (input: CommandInput<N>, caller: Caller) => Promise<CommandOutput<N>>
}

/** Where every door ends: is there such a command, may this caller, is the input right; then the handler. */
export class CommandRouter {
  readonly #handlers: CommandHandlers

  constructor(handlers: CommandHandlers) {
    this.#handlers = handlers
  }

  /** Rejects with `AppError` for whatever the caller did wrong; with anything else for our own bugs. */
  async dispatch(name: string, input: unknown, caller: Caller): Promise<unknown> {
    if (!isCommandName(name))
      throw new AppError('not_found', 'There is no such command. The API page lists them all.')
    requireAccess(commands[name].access, caller.identity)
    return this.#run(name, input, caller)
  }

  #run<N extends CommandName>(name: N, input: unknown, caller: Caller): Promise<CommandOutput<N>> {
    const parsed = commands[name].input.safeParse(input ?? {})
    if (!parsed.success) throw new AppError('invalid_input', z.prettifyError(parsed.error))
    // The parser and the handler share the key `name`; TypeScript cannot see that.
    return this.#handlers[name](parsed.data as CommandInput<N>, caller)
  }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

function requireAccess(needed: AccessLevel, identity: Identity | null): void {
  if (needed === 'public') return
  if (!identity)
    throw new AppError('unauthenticated', 'Sign in first: open a one-time link, or use a token.')
  if (ACCESS_LEVELS.indexOf(identity.role) < ACCESS_LEVELS.indexOf(needed)) {
    throw new AppError(
      'forbidden',
      'Your role does not allow this. Ask the owner of this controller.',
    )
  }
}
