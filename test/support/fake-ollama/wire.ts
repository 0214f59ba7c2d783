import type { ServerResponse } from 'node:http'

export const JSON_TYPE = 'application/json; charset=utf-8'
/** What the routes say that write JSON by hand rather than through the web framework. */
export const BARE_JSON_TYPE = 'application/json'
export const NDJSON_TYPE = 'application/x-ndjson'

/** Go's server sends a length only for what fits its write buffer. */
const MAX_BUFFERED_BYTES = 2048

const HTML_LETTERS = /[<>&\u2028\u2029]/g
const HAS_HTML_LETTERS = /[<>&\u2028\u2029]/

/** JSON as Go writes it: `<`, `>` and `&` escaped. */
export function goJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!HAS_HTML_LETTERS.test(json)) return json
  return json.replace(
    HTML_LETTERS,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

let lastMs = -1
let lastPrefix = ''
let nanos = 100_001

/** This moment as Go writes it, with nanoseconds: `2026-11-21T03:22:43.746662149Z`. */
export function goNow(): string {
  const ms = Date.now()
  if (ms !== lastMs) {
    lastMs = ms
    lastPrefix = new Date(ms).toISOString().slice(0, -1)
  }
  nanos = nanos >= 999_998 ? 100_001 : nanos + 1
  return `${lastPrefix}${nanos}Z`
}

/** A time that was kept: the same one is always written the same way. */
export function goTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}662149Z`
}

export function sendText(res: ServerResponse, status: number, type: string, text: string): void {
  const length = Buffer.byteLength(text)
  if (length > MAX_BUFFERED_BYTES) {
    sendChunked(res, status, type, text)
    return
  }
  res.removeHeader('connection')
  res.writeHead(status, { 'Content-Type': type, 'Content-Length': length })
  res.end(text)
}

export function sendChunked(res: ServerResponse, status: number, type: string, text: string): void {
  res.removeHeader('connection')
  res.writeHead(status, { 'Content-Type': type, 'Transfer-Encoding': 'chunked' })
  res.end(text)
}

export function sendJson(
  res: ServerResponse,
  status: number,
  value: unknown,
  type: string = JSON_TYPE,
): void {
  sendText(res, status, type, goJson(value))
}

export function sendError(res: ServerResponse, status: number, message: string): void {
  sendJson(res, status, { error: message })
}

export function sendEmpty(
  res: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.removeHeader('connection')
  res.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': 0 })
  res.end()
}

/** The head of a stream; lines follow by `res.write`. */
export function startStream(res: ServerResponse, type: string): void {
  res.removeHeader('connection')
  res.writeHead(200, { 'Content-Type': type, 'Transfer-Encoding': 'chunked' })
}
