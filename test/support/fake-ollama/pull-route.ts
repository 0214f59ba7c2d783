import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { line, noSuchHost } from './manage-routes.ts'
import { isValidName, nameKey } from './model-name.ts'
import { textAt } from './read-body.ts'
import { BARE_JSON_TYPE, NDJSON_TYPE, sendError, sendJson, startStream } from './wire.ts'
import type { Handler } from './handler.ts'
import type { FakeModel, JsonObject } from './options.ts'
import type { World } from './world.ts'

const STEPS = 20
const SMALL_LAYERS = [
  { digest: createHash('sha256').update('template').digest('hex'), total: 137 },
  { digest: createHash('sha256').update('license').digest('hex'), total: 84 },
  { digest: createHash('sha256').update('config').digest('hex'), total: 412 },
]

type Verdict =
  { readonly ok: true; readonly model: FakeModel } | { readonly ok: false; readonly error: string }

/** Answers with progress lines; every error after the name's is inside a 200, unless `stream` is false. */
export const pull: Handler = (world, { res, body }) => {
  const name = textAt(body, 'model') || textAt(body, 'name')
  if (!isValidName(name)) {
    sendError(res, 400, 'invalid model name')
    return
  }
  const verdict = judge(world, name, body['insecure'] === true)
  if (body['stream'] === false) {
    answerWhole(world, res, name, verdict)
    return
  }
  startStream(res, NDJSON_TYPE)
  res.write(line({ status: 'pulling manifest' }))
  if (verdict.ok) new Pull(world, res, name, verdict.model).start()
  else res.end(line({ error: verdict.error }))
}

function answerWhole(world: World, res: ServerResponse, name: string, verdict: Verdict): void {
  if (!verdict.ok) {
    sendJson(res, 500, { error: verdict.error }, BARE_JSON_TYPE)
    return
  }
  world.models.add({ ...verdict.model, name: plainName(name) })
  sendJson(res, 200, { status: 'success' }, BARE_JSON_TYPE)
}

function judge(world: World, name: string, insecure: boolean): Verdict {
  const { scheme, host, path, tag } = partsOf(name)
  const manifest = `${host}/v2/${path}/manifests/${tag}`
  if (scheme === 'http://' && !insecure) return failed(`Get "https://${manifest}": EOF`)
  if (host.endsWith(':9'))
    return failed(`Get "http://${manifest}": dial tcp ${host}: connect: connection refused`)
  const wanted = nameKey(`${path.replace(/^library\//, '')}:${tag}`)
  const model = world.registry.find((known) => nameKey(known.name) === wanted)
  if (model) return { ok: true, model }
  return host === '' ? { ok: false, error: noSuchHost(name) } : failed('file does not exist')
}

function partsOf(name: string) {
  const [, scheme = '', host = '', rest = ''] =
    /^(https?:\/\/)?(?:([\w.-]+:\d+)\/)?(.*)$/.exec(name) ?? []
  const [path = '', tag = 'latest'] = rest.split(':')
  return { scheme, host, path, tag }
}

function failed(why: string): Verdict {
  return { ok: false, error: `pull model manifest: ${why}` }
}

function plainName(name: string): string {
  return name.replace(/^https?:\/\//, '')
}

/** One download, in steps; giving it up leaves what came so far for the next one. */
class Pull {
  readonly #world: World
  readonly #res: ServerResponse
  readonly #name: string
  readonly #model: FakeModel
  readonly #digest: string
  readonly #total: number
  #timer: NodeJS.Timeout | undefined

  constructor(world: World, res: ServerResponse, name: string, model: FakeModel) {
    this.#world = world
    this.#res = res
    this.#name = name
    this.#model = model
    this.#digest = createHash('sha256').update(model.name).digest('hex')
    this.#total = model.size ?? 1_000_000
  }

  start(): void {
    this.#res.once('close', () => clearTimeout(this.#timer))
    const known = this.#world.models.find(this.#name) !== undefined
    this.#step(known ? this.#total : (this.#world.partialPulls.get(this.#digest) ?? 0))
  }

  #step(before: number): void {
    const completed = Math.min(this.#total, before + Math.ceil(this.#total / STEPS))
    this.#world.partialPulls.set(this.#digest, completed)
    this.#progress(this.#digest, this.#total, completed)
    if (completed === this.#total) this.#finish()
    else
      this.#timer = setTimeout(
        () => this.#step(completed),
        (this.#world.options.pullMs ?? 0) / STEPS,
      )
  }

  #finish(): void {
    for (const { digest, total } of SMALL_LAYERS) this.#progress(digest, total, total)
    this.#write({ status: 'verifying sha256 digest' })
    this.#write({ status: 'writing manifest' })
    this.#world.models.add({ ...this.#model, name: plainName(this.#name) })
    this.#world.partialPulls.delete(this.#digest)
    this.#res.end(line({ status: 'success' }))
    this.#world.facts.changed()
  }

  #progress(digest: string, total: number, completed: number): void {
    this.#write({
      status: `pulling ${digest.slice(0, 12)}`,
      digest: `sha256:${digest}`,
      total,
      completed,
    })
  }

  #write(value: JsonObject): void {
    this.#res.write(line(value))
  }
}
