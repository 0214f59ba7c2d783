import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fastifyStatic } from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { DIAGRAM_PAGE, DIAGRAM_PAGE_POLICY } from './content-security-policy'
import { page } from './error-answers'

/** A name with a hash of its content, as the build gives to scripts and styles: the same name is the same file for ever. */
const HASHED_ASSET = /[\\/]assets[\\/][^\\/]+-[\w-]{8}\.\w+$/

/** The built UI at `/`; where it is not built, a page that says so. */
export function registerStaticUi(app: FastifyInstance, uiDirectory: string): void {
  if (!existsSync(join(uiDirectory, 'index.html'))) {
    app.get('/', (_request, reply) =>
      reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT_PAGE),
    )
    return
  }
  app.register(fastifyStatic, {
    serve: true,
    root: uiDirectory,
    index: 'index.html',
    dotfiles: 'ignore',
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      setCacheControl(reply, path)
      if (path === join(uiDirectory, DIAGRAM_PAGE)) setFrameHeaders(reply)
    },
  })
}

const NOT_BUILT_PAGE = page(
  'The pages are not built',
  'Port 8000 runs and its API answers, but its pages are missing. Run "npm run build", then start it again.',
)

function setCacheControl(reply: FastifyReply, path: string): void {
  if (HASHED_ASSET.test(path)) reply.header('Cache-Control', 'public, max-age=31536000, immutable')
  else if (!path.endsWith('index.html')) reply.header('Cache-Control', 'no-cache')
}

/** The one page of ours that may stand in a frame, of ours too. */
function setFrameHeaders(reply: FastifyReply): void {
  reply.header('Content-Security-Policy', DIAGRAM_PAGE_POLICY)
  reply.header('X-Frame-Options', 'SAMEORIGIN')
}
