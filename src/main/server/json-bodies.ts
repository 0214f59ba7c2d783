import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { AppError } from '@shared/contract/app-error'

/** Whoever is not signed in has a code to send, and nothing longer. */
const STRANGERS_BODY_BYTES = 16_384

/**
 * Bodies are JSON in UTF-8 and nothing else; an empty one is no body, whatever its content type says. `limit`: the largest one as
 * it is set now, in bytes.
 */
export function registerJsonBodies(app: FastifyInstance, limit: () => number): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', (request, payload, done) => {
    const most = request.identity ? limit() : Math.min(limit(), STRANGERS_BODY_BYTES)
    gather(request.headers, payload, most).then(
      (raw) => {
        const text = decode(raw)
        if (text === '') done(null)
        else if (text === null) done(new AppError('invalid_input', 'The body is not valid UTF-8.'))
        else void parseJson(request, text, done)
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    )
  })
}

async function gather(
  headers: IncomingHttpHeaders,
  payload: IncomingMessage,
  most: number,
): Promise<Buffer> {
  if (Number(headers['content-length'] ?? 0) > most) throw tooLarge(most)
  const parts: Buffer[] = []
  let total = 0
  // Not ended with the reading: who sends too much is to hear why, and what else comes of it is thrown away.
  for await (const part of payload.iterator({ destroyOnReturn: false })) {
    // A request that was not told to decode gives its bytes as they are.
    const bytes = part as Buffer
    total += bytes.length
    if (total > most) throw tooLarge(most)
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}

function tooLarge(most: number): AppError {
  const limit = most >= 1_048_576 ? `${most / 1_048_576} MB` : `${most / 1_024} KB`
  return new AppError('too_large', `The request is larger than ${limit}. Send less at once.`)
}

/** Null for bytes that are no text: they would be stored as something else than was sent. */
function decode(raw: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    return null
  }
}
