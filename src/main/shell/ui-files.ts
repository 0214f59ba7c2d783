import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'

const INDEX = '/index.html'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

export interface UiFilesOptions {
  /** The built UI. */
  readonly directory: string
  readonly host: string
  /** Sent with the answer for this path, like `/index.html`. */
  readonly headersOf: (path: string) => Readonly<Record<string, string>>
}

/** Answers the window's requests with the files of the built UI, and with nothing outside that folder. */
export async function answerWithUiFile(
  request: Pick<Request, 'method' | 'url'>,
  { directory, host, headersOf }: UiFilesOptions,
): Promise<Response> {
  const url = new URL(request.url)
  const headers = headersOf(url.pathname)
  const refuse = (status: number) => new Response(null, { status, headers })
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)

  const path = url.host === host ? pathInside(directory, url.pathname) : null
  const type = path === null ? undefined : MEDIA_TYPES[extname(path)]
  if (path === null || type === undefined) return refuse(404)

  try {
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(path))
    return new Response(body, { headers: { ...headers, 'content-type': type } })
  } catch {
    return refuse(404)
  }
}

/** Null for whatever leads out of the folder, however it is written. */
function pathInside(directory: string, pathname: string): string | null {
  const decoded = decode(pathname === '/' ? INDEX : pathname)
  if (decoded === null || decoded.includes('\0')) return null
  const root = resolve(directory)
  const path = resolve(root, `.${decoded}`)
  return path.startsWith(root + sep) ? path : null
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
