import { readFileSync, writeFileSync } from 'node:fs'
import type { ImportFindings } from '@shared/model/transfer'
import type { Storage } from '@main/core/storage/storage'
import type { ImportRequest, ImportResult } from '@main/core/transfer/transfer-store'
import { aBot, NOON } from '../storage-fixture'
import type { TestDirectory } from '../storage-fixture'
import { OWNER_READER } from '@test/support/first-person'

let files = 0
const never = () => new AbortController().signal
const ignore = () => {}

/** The lines of a new JSON Lines export of everything, but the first, which names the moment. */
export async function exportLines(storage: Storage, directory: TestDirectory): Promise<string[]> {
  const text = await exportText(storage, directory, 'jsonl')
  return text.trimEnd().split('\n').slice(1)
}

export async function exportText(
  storage: Storage,
  directory: TestDirectory,
  format: 'json' | 'jsonl',
): Promise<string> {
  const file = directory.file(`export-${String(++files)}`)
  await storage.transfers.export(
    {
      ...{ scope: { kind: 'everything' }, format, branches: 'all', thinking: true },
      reader: OWNER_READER,
      ...{ file, version: '1', now: NOON },
    },
    ignore,
    never(),
  )
  return readFileSync(file, 'utf8')
}

export function check(
  storage: Storage,
  directory: TestDirectory,
  content: string | Buffer,
): Promise<ImportFindings> {
  return storage.transfers.check(write(directory, content), ignore, never())
}

export function bringIn(
  storage: Storage,
  directory: TestDirectory,
  content: string | Buffer,
  target: ImportRequest['target'] = null,
  signal = never(),
): Promise<ImportResult> {
  const file = write(directory, content)
  return storage.transfers.import({ file, target, personId: 'owner', now: NOON }, ignore, signal)
}

function write(directory: TestDirectory, content: string | Buffer): string {
  const file = directory.file(`import-${String(++files)}`)
  writeFileSync(file, content)
  return file
}

export const HEADER = JSON.stringify({ type: 'header', format: 'port8000-export', version: 1 })
export const BOT = { type: 'bot', ...aBot(), deletedAt: null }

export const idOf = (kind: number, number: number) =>
  `0199${String(kind).padStart(4, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`

export function sessionLine(number: number, changes: object = {}) {
  return {
    type: 'session',
    id: idOf(1, number),
    botId: 'BOT-001',
    title: `Talk ${number}`,
    lastSeq: 0,
    headSeq: 0,
    version: 1,
    folderId: null,
    tags: [],
    pinned: false,
    archived: false,
    createdAt: NOON + number,
    updatedAt: NOON + number,
    titleBy: 'person',
    ...changes,
  }
}

export function messageLine(session: number, seq: number, changes: object = {}) {
  return {
    type: 'message',
    sessionId: idOf(1, session),
    id: idOf(2, session * 10_000 + seq),
    seq,
    parentSeq: seq - 1,
    author: seq % 2 === 1 ? 'person' : 'bot',
    text: `Words ${session} ${seq}`,
    status: 'complete',
    botId: null,
    error: null,
    model: null,
    metrics: null,
    createdAt: NOON + seq,
    ...changes,
  }
}

export function jsonLines(...items: object[]): string {
  const count = (type: string) =>
    items.filter((item) => 'type' in item && item.type === type).length
  const end = { type: 'end', sessions: count('session'), messages: count('message') }
  return [HEADER, ...[...items, end].map((item) => JSON.stringify(item))].join('\n') + '\n'
}
