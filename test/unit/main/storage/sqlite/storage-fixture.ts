import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import { newId } from '@shared/model/new-id'
import type { Session } from '@shared/model/session'
import type { LogFields, Logger } from '@main/core/logging/logger'
import type { SendRequest, Storage, TurnEnding } from '@main/core/storage/storage'
import { openSqliteStorage } from '@main/storage/sqlite/sqlite-storage'

/** A moment in 2026; tests count from it. */
export const NOON = 1_790_000_000_000

/** Texts that stores are known to change. */
export const HARD_TEXTS = {
  'a lone high surrogate': 'before \ud83d after',
  'a lone low surrogate': '\ude00',
  'an embedded NUL': 'before\u0000after',
  'control characters': '\u0001\u0007\u001b[31m\r\n\t\u007f',
  'right-to-left text': 'שלום \u202eabc\u202c عالم',
  'emoji with joiners': '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽',
  'decomposed and composed letters': 'e\u0301 é',
  'a byte order mark': '\ufeffbegins',
  'quotes and percent signs': `'; DROP TABLE messages; -- % _ "`,
  '64 KB of text': '😀'.repeat(16_384),
} as const

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly fields: LogFields | undefined
}

export function recordingLogger(): { readonly log: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: string) => (message: string, fields?: LogFields) => {
    lines.push({ level, message, fields })
  }
  const log: Logger = {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: () => log,
  }
  return { log, lines }
}

/** A directory for one test, removed with everything in it when the test is over. */
export class TestDirectory implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'port8000-storage-'))

  file(name: string): string {
    return join(this.path, name)
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

export function openStorage(directory: TestDirectory): Promise<Storage> {
  return openSqliteStorage({
    dataDirectory: directory.path,
    log: recordingLogger().log,
    now: () => NOON,
  })
}

export function aBot(changes: Partial<Bot> = {}): Bot {
  return {
    id: 'BOT-001',
    name: 'Ada',
    color: 'teal',
    emoji: '',
    engine: 'ollama',
    model: 'llama3.2:1b',
    instructions: 'Be kind.',
    temperature: 0.7,
    maxTokens: 2048,
    options: {},
    version: 1,
    createdAt: NOON,
    updatedAt: NOON,
    ...changes,
  }
}

export function aSession(changes: Partial<Session> = {}): Session {
  return {
    id: newId(NOON),
    botId: 'BOT-001',
    title: '',
    lastSeq: 0,
    headSeq: 0,
    version: 1,
    folderId: null,
    tags: [],
    pinned: false,
    archived: false,
    createdAt: NOON,
    updatedAt: NOON,
    ...changes,
  }
}

export function anOpening(sessionId: string, text: string): Omit<Message, 'seq'> {
  return {
    id: newId(NOON),
    sessionId,
    author: 'bot',
    text,
    status: 'complete',
    turnId: null,
    parentSeq: 0,
    botId: null,
    clientMessageId: null,
    error: null,
    model: null,
    metrics: null,
    createdAt: NOON,
  }
}

export function aSend(sessionId: string, changes: Partial<SendRequest> = {}): SendRequest {
  return {
    sessionId,
    messageId: newId(NOON),
    turnId: newId(NOON),
    sender: 'owner',
    clientMessageId: newId(NOON),
    text: 'Hello there',
    title: 'Hello',
    now: NOON,
    start: true,
    maxQueued: 5,
    ...changes,
  }
}

/** What the session's first message came to; `parentSeq` says otherwise. */
export function anEnding(sent: SendRequest, changes: Partial<TurnEnding> = {}): TurnEnding {
  return {
    turnId: sent.turnId,
    messageId: newId(NOON),
    sessionId: sent.sessionId,
    text: 'General Kenobi',
    status: 'complete',
    parentSeq: 1,
    botId: null,
    error: null,
    model: 'llama3.2:1b',
    metrics: null,
    now: sent.now + 1_000,
    ...changes,
  }
}

/** A storage with a bot and an empty session. */
export async function openWithSession(
  directory: TestDirectory,
): Promise<{ readonly storage: Storage; readonly session: Session }> {
  const storage = await openStorage(directory)
  await storage.bots.insert(aBot())
  const session = await storage.sessions.insert(aSession(), null)
  return { storage, session }
}
