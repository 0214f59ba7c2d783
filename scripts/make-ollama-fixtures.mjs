// Makes the compact fixtures of the capture check from a folder of Ollama wire captures:
//   node scripts/make-ollama-fixtures.mjs <folder with v0.24.0 and v0.32.15>
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import process from 'node:process'

const VERSIONS = ['v0.24.0', 'v0.32.15']
const TARGET = new URL('../test/support/fake-ollama/captures/', import.meta.url)
const LINES_PER_KIND = 2
const ITEMS_PER_LIST = 3
const LONGEST_TEXT = 400
const KEPT_REQUEST_HEADERS = [
  'host',
  'origin',
  'content-type',
  'accept-encoding',
  'access-control-request-method',
  'access-control-request-headers',
]
const DROPPED_RESPONSE_HEADERS = ['date', 'content-length', 'transfer-encoding']

const folder = process.argv[2]
if (folder === undefined) {
  process.stderr.write('Name the folder of captures.\n')
  process.exit(2)
}

await mkdir(TARGET, { recursive: true })
for (const version of VERSIONS) {
  const files = (await readdir(join(folder, version)))
    .filter((name) => name.endsWith('.txt'))
    .sort()
  const cases = []
  for (const file of files) {
    const found = parseCapture(
      basename(file, '.txt'),
      await readFile(join(folder, version, file), 'utf8'),
    )
    if (found !== null) cases.push(found)
  }
  const text = `{"version":${JSON.stringify(version.slice(1))},"cases":[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`
  await writeFile(new URL(`${version}.json`, TARGET), text)
  process.stdout.write(`${version}: ${cases.length} cases, ${Math.round(text.length / 1024)} KB\n`)
}

/** One capture; null for the files that are logs. */
function parseCapture(name, text) {
  const sections =
    /### REQUEST\r?\n([^]*?)\n### RESPONSE HEAD\n([^]*?)\n### RESPONSE BODY[^\n]*\n([^]*?)(?:\n### LINE ARRIVAL[^]*)?$/.exec(
      text,
    )
  if (sections === null) return null
  const [, request = '', head = '', body = ''] = sections
  return { name, request: parseRequest(request), response: parseResponse(head, body) }
}

function parseRequest(section) {
  const end = section.indexOf('\n\n')
  const [first = '', ...lines] = section.slice(0, end).split('\n')
  const [method = '', path = ''] = first.split(' ')
  const all = headersOf(lines)
  const headers = Object.fromEntries(
    Object.entries(all).filter(([key]) => KEPT_REQUEST_HEADERS.includes(key)),
  )
  if (headers.host?.startsWith('127.0.0.1')) delete headers.host
  const body = section.slice(end + 2).replace(/\n+$/, '')
  return { method, path, headers: neutral(headers), body: folded(body) }
}

/** Long runs of one word are folded; the check unfolds them. */
function folded(text) {
  return text.replace(/(?:word ?){100,}/g, (run) => `{{word*${run.trim().split(' ').length}}}`)
}

function parseResponse(head, body) {
  const [first = '', ...lines] = head.trim().split('\n')
  const all = headersOf(lines)
  const transfer =
    'transfer-encoding' in all ? 'chunked' : 'content-length' in all ? 'length' : 'none'
  const headers = Object.fromEntries(
    Object.entries(all).filter(([key]) => !DROPPED_RESPONSE_HEADERS.includes(key)),
  )
  return {
    status: Number(first.split(' ')[1]),
    transfer,
    headers: neutral(headers),
    lines: keptLines(body),
  }
}

function headersOf(lines) {
  const headers = {}
  for (const line of lines) {
    const at = line.indexOf(':')
    if (at < 0) continue
    const key = line.slice(0, at).toLowerCase()
    const value = line.slice(at + 1).trim()
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value
  }
  return headers
}

/** The first few lines of each kind, in their order; a kind is what keys a line has, and what status it tells. */
function keptLines(body) {
  const seen = new Map()
  return body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(trimmedLine)
    .filter((line) => {
      const kind = kindOf(line)
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
      return seen.get(kind) <= LINES_PER_KIND
    })
}

function trimmedLine(line) {
  const prefix = line.startsWith('data: ') ? 'data: ' : ''
  try {
    return prefix + neutral(JSON.stringify(trimmed(JSON.parse(line.slice(prefix.length)))))
  } catch {
    return neutral(line)
  }
}

function kindOf(line) {
  try {
    return JSON.stringify(keysOf(JSON.parse(line.replace(/^data: /, ''))))
  } catch {
    return line
  }
}

function keysOf(value, key) {
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => keysOf(item))
  if (value === null) return 'null'
  if (key === 'status' && typeof value === 'string') return value.replace(/[0-9a-f]{12,64}/g, '#')
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, keysOf(inner, name)]),
  )
}

function trimmed(value) {
  if (Array.isArray(value)) return value.slice(0, ITEMS_PER_LIST).map(trimmed)
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, trimmed(inner)]))
}

/** Takes out what belongs to the machine that captured. */
function neutral(value) {
  if (typeof value !== 'string') return JSON.parse(neutral(JSON.stringify(value)))
  return value
    .replaceAll(/\/home\/[a-z]+\/\.ollama/g, '/var/lib/ollama')
    .replaceAll(/lookup (\S+) on [\d.]+:53/g, 'lookup $1 on 127.0.0.53:53')
    .replaceAll(/app:\/\/[a-z]+/g, 'app://app')
}
