import { closeSync, openSync, readSync } from 'node:fs'
import Database from 'better-sqlite3'
import { ForeignJsonReader, sourceOf } from '../../core/transfer/import/foreign-json-reader.ts'
import type { ImportReader } from '../../core/transfer/import/import-items.ts'
import { ImportProblem } from '../../core/transfer/import/import-problem.ts'
import { JsonReader } from '../../core/transfer/import/json-reader.ts'
import { OwnJsonReader } from '../../core/transfer/import/own-json-reader.ts'
import { OwnJsonlReader } from '../../core/transfer/import/own-jsonl-reader.ts'
import { OllamaAppReader } from './ollama-app-reader.ts'

export interface OpenedImport {
  readonly reader: ImportReader
  close(): void
}

const UNKNOWN = `This file is none that Port 8000 can import. It takes its own JSON and JSON Lines, ChatGPT’s conversations.json, Open WebUI’s JSON export and the Ollama application’s db.sqlite`

/** Opens a file and tells from its content whose it is. Throws `ImportProblem` where it is nobody's. */
export function openImport(path: string): OpenedImport {
  const head = firstBytes(path)
  if (head.startsWith('SQLite format 3\0')) return openOllama(path)
  if (head.startsWith('PK\x03\x04'))
    throw new ImportProblem(
      'This is a ZIP file: unpack it, and choose conversations.json',
      'byte 0',
    )
  const source = head.trimStart().startsWith('[') ? foreignSource(path) : objectSource(path)
  return withBytes(path, (read) => {
    if (source === 'jsonl') return new OwnJsonlReader(read)
    const json = new JsonReader(read)
    return source === 'json' ? new OwnJsonReader(json) : new ForeignJsonReader(source, json)
  })
}

function firstBytes(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(64)
    const count = readSync(file, bytes)
    // A byte order mark, which some tools put there.
    return bytes
      .subarray(0, count)
      .toString('latin1')
      .replace(/^\u00ef\u00bb\u00bf/, '')
  } finally {
    closeSync(file)
  }
}

function withBytes<T>(
  path: string,
  make: (read: (into: Uint8Array) => number) => T,
): { readonly reader: T; close(): void } {
  const file = openSync(path, 'r')
  const close = (): void => {
    closeSync(file)
  }
  try {
    return { reader: make((into) => readSync(file, into)), close }
  } catch (error) {
    close()
    throw error
  }
}

function foreignSource(path: string): 'chatgpt' | 'open_webui' {
  return looked(path, (json) => {
    for (const _ of json.elements()) {
      const source = sourceOf(json.value())
      return source ?? json.fail(UNKNOWN)
    }
    return json.fail('There is nothing in this file')
  })
}

/** Ours says so in its first members; anything else has to be one conversation. */
function objectSource(path: string): 'json' | 'jsonl' | 'chatgpt' | 'open_webui' {
  return looked(path, (json) => {
    if (!json.isObject()) json.fail(UNKNOWN)
    for (const name of json.members()) {
      if (name === 'format') return 'json'
      if (name === 'type') return 'jsonl'
      break
    }
    return looked(path, (whole) => sourceOf(whole.value()) ?? whole.fail(UNKNOWN))
  })
}

function looked<T>(path: string, look: (json: JsonReader) => T): T {
  const opened = withBytes(path, (read) => new JsonReader(read))
  try {
    return look(opened.reader)
  } finally {
    opened.close()
  }
}

function openOllama(path: string): OpenedImport {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    return { reader: new OllamaAppReader(db), close: () => void db.close() }
  } catch (error) {
    db.close()
    if (error instanceof ImportProblem) throw error
    throw new ImportProblem('This database is damaged', 'byte 0')
  }
}
