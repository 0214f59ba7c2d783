import type { IncomingMessage, ServerResponse } from 'node:http'
import { guard } from './access.ts'
import { chat } from './chat-route.ts'
import { embed, embeddings } from './embed-routes.ts'
import { generate } from './generate-route.ts'
import { cloudStatus, me, ps, root, show, tags, version } from './info-routes.ts'
import { blob, copy, create, push, remove } from './manage-routes.ts'
import { openAiChat, openAiModels } from './openai-routes.ts'
import { pull } from './pull-route.ts'
import { parseBody, readText } from './read-body.ts'
import { sendError, sendText } from './wire.ts'
import type { Exchange, Handler } from './handler.ts'
import type { ParsedBody } from './read-body.ts'
import type { World } from './world.ts'

interface Route {
  readonly methods: readonly string[]
  readonly handler: Handler
  /** Whether an empty or broken body is an error. */
  readonly needsBody: boolean
}

const read = (handler: Handler): Route => ({ methods: ['GET', 'HEAD'], handler, needsBody: false })
const post = (handler: Handler): Route => ({ methods: ['POST'], handler, needsBody: true })

const ROUTES: Readonly<Record<string, Route>> = {
  '/': read(root),
  '/api/version': read(version),
  '/api/tags': read(tags),
  '/api/ps': read(ps),
  '/api/status': read(cloudStatus),
  '/api/me': { methods: ['POST'], handler: me, needsBody: false },
  '/api/show': post(show),
  '/api/chat': post(chat),
  '/api/generate': post(generate),
  '/api/embed': post(embed),
  '/api/embeddings': post(embeddings),
  '/api/pull': post(pull),
  '/api/push': post(push),
  '/api/create': post(create),
  '/api/copy': post(copy),
  '/api/delete': { methods: ['DELETE'], handler: remove, needsBody: true },
  '/v1/models': read(openAiModels),
  '/v1/chat/completions': post(openAiChat),
}
const BLOBS: Route = { methods: ['HEAD'], handler: blob, needsBody: false }

/** Answers one request as the captured server did. */
export async function route(
  world: World,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const path = pathOf(req)
  const found = path.startsWith('/api/blobs/') ? BLOBS : ROUTES[path]
  if (guard(req, res, found?.methods.join(', ') ?? '')) return
  const method = req.method ?? 'GET'
  const parsed = parseBody(await readText(req))
  world.record({ method, path, body: parsed.ok ? parsed.body : null, headers: req.headers })
  if (!found) sendText(res, 404, 'text/plain', '404 page not found')
  else if (!found.methods.includes(method)) refuseMethod(res, found)
  else answer(world, found, { req, res, path }, parsed)
}

function answer(
  world: World,
  { handler, needsBody }: Route,
  exchange: Omit<Exchange, 'body'>,
  parsed: ParsedBody,
): void {
  if (!parsed.ok && needsBody) sendError(exchange.res, 400, parsed.error)
  else if (!hangs(world, exchange.path))
    handler(world, { ...exchange, body: parsed.ok ? parsed.body : {} })
}

function pathOf({ url }: IncomingMessage): string {
  return url?.split('?')[0] ?? '/'
}

function refuseMethod(res: ServerResponse, { methods }: Route): void {
  res.setHeader('Allow', methods.join(', '))
  sendText(res, 405, 'text/plain', '405 method not allowed')
}

/** Generations handle their own faults; any other path can be made to hang. */
function hangs(world: World, path: string): boolean {
  if (path === '/api/chat' || path === '/api/generate' || path === '/v1/chat/completions')
    return false
  return world.takeFault(path) !== null
}
