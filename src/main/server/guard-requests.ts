import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { AppError } from '@shared/contract/app-error'
import type { AccessPolicy } from './access-policy'
import { corsHeadersFor, isPreflight } from './cors'
import type { Gate } from './gate'
import { toErrorAnswer } from './http-status'
import { SECURITY_HEADERS, securityHeadersFor } from './security-headers'

type Headers = typeof SECURITY_HEADERS

/**
 * Stands before everything that answers HTTP, also before routing: sets the security headers and turns away requests
 * for a foreign Host, from a foreign page, or of whom there are too many.
 */
export function guardRequests(
  gate: Pick<Gate, 'admit' | 'policy'>,
  handle: RequestListener,
): RequestListener {
  const headersOfHost = new Map<string, Headers>()

  function letIn(request: IncomingMessage, response: ServerResponse): void {
    const host = request.headers.host ?? ''
    let headers = headersOfHost.get(host)
    // Only our own few hosts get here, but each in any mix of capitals: keep a bounded number.
    if (!headers) {
      headers = securityHeadersFor(host.toLowerCase())
      if (headersOfHost.size < 32) headersOfHost.set(host, headers)
    }
    setHeaders(response, headers)
    setHeaders(response, corsHeadersFor(gate.policy, request))
    if (isPreflight(gate.policy, request)) response.writeHead(204).end()
    else handle(request, response)
  }

  function decide(
    request: IncomingMessage,
    response: ServerResponse,
    refused: AppError | null,
  ): void {
    if (refused) turnAway(gate.policy, request, response, refused)
    else letIn(request, response)
  }

  return (request, response) => {
    const refused = gate.admit(request)
    if (!(refused instanceof Promise)) decide(request, response, refused)
    else void refused.then((error) => decide(request, response, error))
  }
}

function turnAway(
  policy: AccessPolicy,
  request: IncomingMessage,
  response: ServerResponse,
  refused: AppError,
): void {
  setHeaders(response, SECURITY_HEADERS)
  if (refused.code !== 'forbidden') setHeaders(response, corsHeadersFor(policy, request))
  const { status, headers, body } = toErrorAnswer(refused)
  const text = JSON.stringify(body)
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    // Whatever body the request has is not read.
    Connection: 'close',
  })
  response.end(text)
}

function setHeaders(response: ServerResponse, headers: Headers): void {
  for (const [name, value] of headers) response.setHeader(name, value)
}
