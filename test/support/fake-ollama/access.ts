import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendEmpty } from './wire.ts'

// prettier-ignore
const ALLOWED_HEADERS = [
  'Authorization', 'Content-Type', 'User-Agent', 'Accept', 'X-Requested-With', 'Openai-Beta', 'X-Stainless-Arch', 'X-Stainless-Async',
  'X-Stainless-Custom-Poll-Interval', 'X-Stainless-Helper-Method', 'X-Stainless-Lang', 'X-Stainless-Os', 'X-Stainless-Package-Version',
  'X-Stainless-Poll-Helper', 'X-Stainless-Retry-Count', 'X-Stainless-Runtime', 'X-Stainless-Runtime-Version', 'X-Stainless-Timeout',
].join(',')

const LOCAL_HOST =
  /^(?:localhost|[\w-]+|[\w.-]+\.(?:localhost|local|internal)|\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])(?::\d+)?$/i
const LOCAL_ORIGIN =
  /^(?:https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?|(?:app|file|tauri|vscode-webview|vscode-file):\/\/.*)$/

/** The server's own guards against foreign pages: Host, then Origin. True where the request was answered here. */
export function guard(req: IncomingMessage, res: ServerResponse, allowedMethods: string): boolean {
  const { host, origin } = req.headers
  const allow: Readonly<Record<string, string>> =
    req.method === 'OPTIONS' && allowedMethods !== '' ? { Allow: allowedMethods } : {}
  if (host !== undefined && !LOCAL_HOST.test(host)) {
    sendEmpty(res, 403, allow)
    return true
  }
  if (origin === undefined) return false
  if (!LOCAL_ORIGIN.test(origin)) {
    sendEmpty(res, 403, allow)
    return true
  }
  res.setHeader('Access-Control-Allow-Origin', origin)
  if (req.method !== 'OPTIONS') {
    res.setHeader('Vary', 'Origin')
    return false
  }
  res.setHeader('Access-Control-Allow-Headers', ALLOWED_HEADERS)
  res.setHeader('Access-Control-Allow-Methods', 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS')
  res.setHeader('Access-Control-Max-Age', '43200')
  res.setHeader('Vary', [
    'Origin',
    'Access-Control-Request-Method',
    'Access-Control-Request-Headers',
  ])
  sendEmpty(res, 204, allow)
  return true
}
