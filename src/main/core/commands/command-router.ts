import { AppError } from '@shared/contract/app-error'
import { commands } from '@shared/contract/commands'
import type { CommandInput, CommandName, CommandOutput } from '@shared/contract/commands'
import { ACCESS_LEVELS } from '@shared/model/access'
import type { AccessLevel } from '@shared/model/access'
import { z } from 'zod'
import type { AccessGuard } from '../access/access-guard'
import type { PeopleService } from '../access/people-service'
import type { Standing } from '../access/standing'
import type { Caller, Viewer } from '../events/viewer'

export type CommandHandlers = {
  readonly [N in CommandName]: (
    input: CommandInput<N>,
    asked: Asked<N>,
  ) => Promise<CommandOutput<N>>
}

/** Who asks, with what they may at this moment; public commands also answer those who are not signed in. */
export interface Asked<N extends CommandName = never> {
  readonly viewer: Viewer
  readonly caller: Caller
  readonly who: (typeof commands)[N]['access'] extends 'public' ? Standing | null : Standing
}

export interface CommandRouterDeps {
  readonly people: Pick<PeopleService, 'standing'>
  readonly guard: Pick<AccessGuard, 'check'>
}

/**
 * Where every door ends: is there such a command, may this caller, is the input right, may they what it names; then the
 * handler.
 */
export class CommandRouter {
  readonly #handlers: CommandHandlers
  readonly #deps: CommandRouterDeps

  constructor(handlers: CommandHandlers, deps: CommandRouterDeps) {
    this.#handlers = handlers
    this.#deps = deps
  }

  /** Rejects with `AppError` for whatever the caller did wrong; with anything else for our own bugs. */
  async dispatch(name: string, input: unknown, caller: Caller): Promise<unknown> {
    if (!isCommandName(name))
      throw new AppError('not_found', 'There is no such command. The API page lists them all.')
    const who = this.#deps.people.standing(caller.identity)
    requireAccess(commands[name].access, who)
    const parsed = commands[name].input.safeParse(input ?? {})
    if (!parsed.success) throw new AppError('invalid_input', z.prettifyError(parsed.error))
    const checked = who ? this.#deps.guard.check(name, parsed.data, who) : parsed.data
    // Nearly always at once: what is asked of everybody's sessions is in memory.
    const permitted = checked instanceof Promise ? ((await checked) as unknown) : checked
    return this.#run(name, permitted, caller, who)
  }

  #run<N extends CommandName>(
    name: N,
    input: unknown,
    caller: Caller,
    who: Standing | null,
  ): Promise<CommandOutput<N>> {
    // The parser and the handler share the key `name`, and who may be nobody for public rows only; TypeScript cannot see that.
    const asked = { viewer: caller.viewer, caller, who }
    return this.#handlers[name](input as CommandInput<N>, asked as Asked<N>)
  }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

function requireAccess(needed: AccessLevel, who: Standing | null): void {
  if (needed === 'public') return
  if (!who)
    throw new AppError('unauthenticated', 'Sign in first: open a one-time link, or use a token.')
  if (ACCESS_LEVELS.indexOf(who.role) < ACCESS_LEVELS.indexOf(needed)) {
    throw new AppError(
      'forbidden',
      'Your role does not allow this. Ask the owner of this controller.',
    )
  }
}
