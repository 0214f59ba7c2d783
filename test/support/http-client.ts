import { request } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { connect } from 'node:net'

export interface HttpOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string
  /** The whole `Cookie` header. */
  readonly cookie?: string
  readonly origin?: string
  /** In place of the one that belongs to the address. */
  readonly host?: string
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as it is. */
  readonly body?: string | Buffer
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  json(): unknown
}

/** One request, sent exactly as told: unlike `fetch` it also sends a foreign Host, and paths with dots in them. */
export async function sendHttp(
  address: string,
  path: string,
  options: HttpOptions = {},
): Promise<HttpAnswer> {
  const response = await open(address, path, options)
  let text = ''
  response.setEncoding('utf8')
  for await (const part of response) text += String(part)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as unknown,
  }
}

export interface StreamedEvent {
  readonly event: string
  readonly id: string | null
  readonly data: unknown
}

export interface EventStream {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Every event until the server ends the stream. */
  readonly events: AsyncIterable<StreamedEvent>
  /** Goes away in the middle, as a closed tab does. */
  abandon(): void
}

/** A request that is answered with server-sent events. */
export async function openEventStream(
  address: string,
  path: string,
  options: HttpOptions = {},
): Promise<EventStream> {
  const headers = { ...options.headers, accept: 'text/event-stream' }
  const response = await open(address, path, { method: 'POST', ...options, headers })
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events: readEvents(response),
    abandon: () => response.destroy(),
  }
}

/** Writes these bytes to the server's port and answers all that comes back until it closes. */
export function sendBytes(address: string, bytes: string): Promise<string> {
  const { hostname, port } = placeOf(address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => (text += part))
    socket.once('close', () => resolve(text))
    socket.once('error', reject)
  })
}

/** Without the brackets that an IPv6 address has in a URL. */
function placeOf(address: string): { readonly hostname: string; readonly port: string } {
  const { hostname, port } = new URL(address)
  return { hostname: hostname.replace(/^\[|\]$/g, ''), port }
}

function open(address: string, path: string, options: HttpOptions): Promise<IncomingMessage> {
  const { hostname, port } = placeOf(address)
  const body = options.json === undefined ? options.body : JSON.stringify(options.json)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        path,
        method: options.method ?? 'GET',
        headers: headersOf(options),
        agent: false,
      },
      resolve,
    )
    sent.once('error', reject)
    sent.end(body)
  })
}

function headersOf({
  headers,
  token,
  cookie,
  origin,
  host,
  json,
}: HttpOptions): Record<string, string> {
  return {
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(origin === undefined ? {} : { origin }),
    ...(host === undefined ? {} : { host }),
  }
}

async function* readEvents(response: IncomingMessage): AsyncGenerator<StreamedEvent> {
  let rest = ''
  response.setEncoding('utf8')
  for await (const part of response) {
    rest += String(part)
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = toEvent(block)
      if (event) yield event
    }
  }
}

function toEvent(block: string): StreamedEvent | null {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ')
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2))
  }
  const data = fields.get('data')
  if (data === undefined) return null
  return {
    event: fields.get('event') ?? '',
    id: fields.get('id') ?? null,
    data: JSON.parse(data) as unknown,
  }
}
