import type { FastifyInstance } from 'fastify'
import { AppError } from '@shared/contract/app-error'

/** Bodies are JSON in UTF-8 and nothing else; an empty one is no body, whatever its content type says. */
export function registerJsonBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, raw, done) => {
      if (raw.length === 0) {
        done(null)
        return
      }
      const text = decode(raw)
      if (text === null) done(new AppError('invalid_input', 'The body is not valid UTF-8.'))
      else void parseJson(request, text, done)
    },
  )
}

/** Null for bytes that are no text: they would be stored as something else than was sent. */
function decode(raw: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw)
  } catch {
    return null
  }
}
