import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { AppError } from '@shared/contract/app-error'
import { refusalOf } from './access-policy'
import type { AccessPolicy, PolicyRefusal } from './access-policy'
import { toErrorAnswer } from './http-status'
import { SECURITY_HEADERS, securityHeadersFor } from './security-headers'

/**
 * Stands before everything that answers HTTP, also before routing: sets the security headers and turns away requests
 * for a foreign Host or from a foreign page.
 */
export function guardRequests(
  policy: () => AccessPolicy,
  handle: RequestListener,
): RequestListener {
  const headersOfHost = new Map<string, ReturnType<typeof securityHeadersFor>>()

  return (request, response) => {
    const refused = refuse(policy(), request)
    if (refused) {
      setHeaders(response, SECURITY_HEADERS)
      answer(response, refused)
      return
    }
    const host = request.headers.host ?? ''
    let headers = headersOfHost.get(host)
    // Only our own few hosts get here, but each in any mix of capitals: keep a bounded number.
    if (!headers) {
      headers = securityHeadersFor(host.toLowerCase())
      if (headersOfHost.size < 32) headersOfHost.set(host, headers)
    }
    setHeaders(response, headers)
    handle(request, response)
  }
}

/** Why this request or upgrade may not come in, as the error to answer; null where it may. */
export function refuse(policy: AccessPolicy, request: IncomingMessage): AppError | null {
  const several = (request.headersDistinct['host']?.length ?? 0) > 1
  const refusal = several ? 'host' : refusalOf(policy, request.headers)
  return refusal && new AppError('forbidden', MESSAGES[refusal])
}

const MESSAGES = {
  host: 'This server does not answer to that name. Use the address that Port 8000 shows.',
  origin: 'Pages of other sites may not use this server.',
} as const satisfies Record<PolicyRefusal, string>

function setHeaders(response: ServerResponse, headers: typeof SECURITY_HEADERS): void {
  for (const [name, value] of headers) response.setHeader(name, value)
}

function answer(response: ServerResponse, refused: AppError): void {
  const { status, body } = toErrorAnswer(refused)
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    // Whatever body the request has is not read.
    Connection: 'close',
  })
  response.end(text)
}
