import { AppError } from '@shared/contract/app-error'
import type { Bot } from '@shared/model/bot'

/** At most this share of the context is kept free for the reply, however long the bot may answer. */
const MAX_RESERVED_SHARE = 0.5
/** A reply that has less room than this is none. In tokens. */
const LEAST_REPLY = 32

/** What the parts of a prompt take that are never left out, in the model's tokens at the least. */
export interface FixedCosts {
  readonly instructions: number
  readonly notesAndPins: number
  readonly newest: number
}

/** How many tokens of the context are kept free for the reply: what the bot may say, but at most half. */
export function reserveFor({ maxTokens }: Pick<Bot, 'maxTokens'>, limit: number): number {
  return Math.min(maxTokens, Math.floor(limit * MAX_RESERVED_SHARE))
}

/** Throws `context_overflow`, with what to do, where what is never left out does not fit however little else is told. */
export function requireRoom(
  bot: Pick<Bot, 'name'>,
  limit: number,
  { instructions, notesAndPins, newest }: FixedCosts,
): void {
  const room = limit - LEAST_REPLY
  if (instructions + notesAndPins + newest <= room) return
  throw new AppError(
    'context_overflow',
    reasonOf(bot.name, { instructions, notesAndPins, newest }, room),
  )
}

function reasonOf(name: string, { instructions, notesAndPins, newest }: FixedCosts, room: number) {
  const remembers = `${name} can remember ${tokens(room)} at once`
  if (instructions > room)
    return `The instructions of ${name} are about ${tokens(instructions)} long, and ${remembers}. Shorten them, or raise what it remembers.`
  if (newest > room)
    return `This message is about ${tokens(newest)} long, and ${remembers}. Send it in parts, or raise what ${name} remembers.`
  if (notesAndPins > room - instructions - Math.min(newest, room / 4))
    return `The notes and pinned messages are about ${tokens(notesAndPins)} long, and ${remembers}. Take some away, or raise what it remembers.`
  return `This message and the instructions are about ${tokens(instructions + notesAndPins + newest)} long, and ${remembers}. Send it in parts, or raise what ${name} remembers.`
}

function tokens(count: number): string {
  return `${count.toLocaleString('en')} tokens`
}
