import { AppError } from '@shared/contract/app-error'
import { commands } from '@shared/contract/commands'
import type { CommandName } from '@shared/contract/commands'
import type { CommandDefinition, SessionNeed } from '@shared/contract/commands/command-definition'
import type { SessionId } from '@shared/model/ids'
import { z } from 'zod'
import { isEnough, rightIn } from './session-rule'
import type { SessionAccess } from './session-rule'
import type { SessionAccessMap } from './session-access-map'
import { useOf } from './standing'
import type { Standing } from './standing'

type Need = Exclude<SessionNeed, 'any'>
/** What an input may name, wherever in the table it stands. */
interface Names {
  readonly sessionId?: unknown
  readonly sessionIds?: readonly SessionId[]
  readonly botId?: unknown
  readonly scope?: { readonly sessionId?: unknown; readonly botId?: unknown }
}

/** Fields of inputs that name sessions, in every row of the table. */
const SESSION_NAMES = ['sessionId', 'sessionIds', 'scope']

/**
 * Asks the rule for every command there is, before its handler: the sessions and bots that its input names, by the names they
 * have everywhere. What somebody may not see is not there: the same answer as for an id that nobody ever had.
 */
export class AccessGuard {
  readonly #sessions: Pick<SessionAccessMap, 'known' | 'of'>

  constructor(sessions: Pick<SessionAccessMap, 'known' | 'of'>) {
    for (const [name, row] of Object.entries(commands)) requireDecided(name, row)
    this.#sessions = sessions
  }

  /**
   * Answers what the handler is to be given: of many sessions those that the caller may. At once, where everything that
   * is named is in memory. Throws, or rejects with, `not_found` or `forbidden`.
   */
  check(name: CommandName, input: unknown, who: Standing): unknown {
    const { session: need, bot = 'see' } = needsOf(name)
    const names = input as Names
    if (bot !== 'any') requireNamedBot(names, bot, who)
    return need === undefined || need === 'any' ? input : this.#sessionsOf(names, need, who)
  }

  #sessionsOf(names: Names, need: Need, who: Standing): unknown {
    const sessionId = names.sessionId ?? names.scope?.sessionId
    if (typeof sessionId === 'string') return this.#one(sessionId, need, names, who)
    return names.sessionIds ? this.#some(names.sessionIds, need, names, who) : names
  }

  #one(sessionId: SessionId, need: Need, input: unknown, who: Standing): unknown {
    const known = this.#sessions.known(sessionId)
    if (known) {
      requireRight(known, need, who)
      return input
    }
    return this.#sessions.of([sessionId]).then(([access]) => {
      requireRight(access, need, who)
      return input
    })
  }

  async #some(
    sessionIds: readonly SessionId[],
    need: Need,
    input: Names,
    who: Standing,
  ): Promise<Names> {
    const found = await this.#sessions.of(sessionIds)
    const may = found.filter((access) => isEnough(rightIn(access, who), need))
    return { ...input, sessionIds: may.map(({ id }) => id) }
  }
}

/** What each row of the table says, and every row that names a session says something: nothing starts where one forgets. */
function needsOf(name: CommandName): Pick<CommandDefinition, 'session' | 'bot'> {
  const row: CommandDefinition = commands[name]
  return row
}

function requireDecided(name: string, { input, session }: CommandDefinition): void {
  const shape = input instanceof z.ZodObject ? Object.keys(input.shape) : []
  if (session === undefined && SESSION_NAMES.some((key) => shape.includes(key)))
    throw new Error(`${name} names a session and does not say what its caller must be allowed.`)
}

function requireRight(access: SessionAccess | undefined, need: Need, who: Standing): void {
  const right = access ? rightIn(access, who) : 'none'
  if (!access || right === 'none')
    throw new AppError('not_found', 'That conversation is not there any more.')
  if (!isEnough(right, need)) throw notYours(need)
  if (need === 'write') requireBot(access.botId, 'use', who)
}

function notYours(need: Need): AppError {
  return need === 'own'
    ? new AppError('forbidden', 'Only the person whose conversation this is may do that.')
    : new AppError(
        'forbidden',
        'This conversation is shared with you to read. Ask its person to let you write.',
      )
}

function requireNamedBot({ botId, scope }: Names, need: 'see' | 'use', who: Standing): void {
  const named = botId ?? scope?.botId
  if (typeof named === 'string') requireBot(named, need, who)
}

function requireBot(botId: string, need: 'see' | 'use', who: Standing): void {
  const use = useOf(who, botId)
  if (use === 'none') throw new AppError('not_found', `There is no bot ${botId}.`)
  if (need === 'use' && use === 'see')
    throw new AppError('forbidden', `You may see ${botId}, but not use it. Ask the owner.`)
}
