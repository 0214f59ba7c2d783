import type { BotId, SessionId } from '@shared/model/ids'
import type { Bot } from '@shared/model/bot'
import type { Session } from '@shared/model/session'
import { newId } from '@shared/model/new-id'
import type { Storage } from '@main/core/storage/storage'

export interface LongSession {
  readonly botId: BotId
  readonly sessionId: SessionId
}

export interface LongSessionOptions {
  /** Even: people and the bot take turns. Default 5,000. */
  readonly messages?: number
  /** Of the launched bot that is made for it. Default `BOT-001`. */
  readonly botId?: BotId
  /** When the first message was said, epoch milliseconds. Each turn takes ten minutes. */
  readonly beginsAt?: number
}

const TURN_MS = 600_000
const DEFAULT_BEGINNING = Date.UTC(2026, 0, 5, 8)

/**
 * A conversation as people have it, stored as the product stores it: short questions, and replies with lists, tables and code.
 * The `n`th question says `Question n`, its reply `Answer n`.
 */
export async function makeLongSession(
  storage: Pick<Storage, 'bots' | 'sessions' | 'turns'>,
  options: LongSessionOptions = {},
): Promise<LongSession> {
  const { messages = 5_000, botId = 'BOT-001', beginsAt = DEFAULT_BEGINNING } = options
  await storage.bots.insert(botOf(botId, beginsAt))
  await storage.bots.setLaunched(botId, true)
  const sessionId = newId(beginsAt)
  await storage.sessions.insert(sessionOf(sessionId, botId, beginsAt), null)
  for (let turn = 1; turn <= messages / 2; turn += 1)
    await addTurn(storage, sessionId, turn, beginsAt + turn * TURN_MS)
  return { botId, sessionId }
}

async function addTurn(
  { turns }: Pick<Storage, 'turns'>,
  sessionId: SessionId,
  turn: number,
  now: number,
): Promise<void> {
  const [messageId, turnId] = [newId(now), newId(now)]
  await turns.send({
    sessionId,
    messageId,
    turnId,
    sender: 'owner',
    clientMessageId: `long-session-${String(turn)}`,
    text: questionOf(turn),
    title: 'A long conversation',
    now,
    start: true,
    maxQueued: 0,
  })
  await turns.end({
    turnId,
    messageId: newId(now + 1),
    sessionId,
    text: answerOf(turn),
    status: 'complete',
    parentSeq: turn * 2 - 1,
    botId: null,
    error: null,
    model: 'tiny:latest',
    metrics: null,
    now: now + 1,
  })
}

function sessionOf(id: SessionId, botId: BotId, at: number): Session {
  return {
    id,
    botId,
    title: '',
    lastSeq: 0,
    headSeq: 0,
    version: 1,
    folderId: null,
    tags: [],
    pinned: false,
    archived: false,
    createdAt: at,
    updatedAt: at,
  }
}

function botOf(id: BotId, at: number): Bot {
  return {
    id,
    name: 'Tutor',
    color: 'teal',
    emoji: '',
    engine: 'ollama',
    model: 'tiny',
    instructions: '',
    temperature: 0.7,
    maxTokens: 2_048,
    options: {},
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
}

const sentences = (turn: number, count: number) =>
  'The index is read in the order it is written, so a page of it comes at once. '.repeat(
    1 + (turn % count),
  )

function questionOf(turn: number): string {
  return `Question ${String(turn)}: ${sentences(turn, 3).trim()}`
}

const LIST = '- the first thing\n- the second, `with code`\n- the **third**\n'
const TABLE = '| name | size |\n| --- | ---: |\n| one | 1 |\n| two | 22 |\n'
const CODE = [
  '```ts',
  'export function sum(values: readonly number[]): number {',
  '  let total = 0',
  '  for (const value of values) total += value // one after the other',
  '  return total',
  '}',
  '```',
  '',
].join('\n')

/** Most replies are a few paragraphs; some have a list, a table or code. */
function answerOf(turn: number): string {
  const parts = [`Answer ${String(turn)}. ${sentences(turn, 5)}`, sentences(turn * 3, 4)]
  if (turn % 3 === 0) parts.push(LIST)
  if (turn % 5 === 0) parts.push(CODE, sentences(turn, 2))
  if (turn % 7 === 0) parts.push(`## A heading\n\n${TABLE}`)
  return parts.join('\n\n')
}
