import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { line, noSuchHost } from './manage-routes.ts'
import { isValidName, nameKey } from './model-name.ts'
import { textAt } from './read-body.ts'
import { BARE_JSON_TYPE, NDJSON_TYPE, sendError, sendJson, startStream } from './wire.ts'
import type { Handler } from './handler.ts'
import type { FakeModel, JsonObject, PullFault } from './options.ts'
import type { World } from './world.ts'

const STEPS = 20
/** How often a pull that hangs repeats itself (capture 63). */
const REPEAT_MS = 60
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

/** One download, file by file and in steps; giving it up leaves what came so far for the next one. */
class Pull {
  readonly #world: World
  readonly #res: ServerResponse
  readonly #name: string
  readonly #model: FakeModel
  readonly #files: readonly { readonly digest: string; readonly total: number }[]
  readonly #stepMs: number
  readonly #isKnown: boolean
  #fault: PullFault | null
  #timer: NodeJS.Timeout | undefined
  #ended = false

  constructor(world: World, res: ServerResponse, name: string, model: FakeModel) {
    this.#world = world
    this.#res = res
    this.#name = name
    this.#model = model
    this.#files = (model.layers ?? [model.size ?? 1_000_000]).map((total, index) => ({
      digest: digestOf(index === 0 ? model.name : `${model.name} ${index}`),
      total,
    }))
    this.#stepMs = (world.options.pullMs ?? 0) / STEPS / this.#files.length
    this.#isKnown = world.models.find(name) !== undefined
    this.#fault = world.pullFault
  }

  start(): void {
    this.#res.once('close', () => {
      clearTimeout(this.#timer)
      if (this.#ended || this.#world.dying) return
      this.#world.pullsClosedByClient += 1
      this.#world.facts.changed()
    })
    this.#begin(0)
  }

  #begin(index: number): void {
    const file = this.#files[index]
    if (!file) {
      this.#finish()
      return
    }
    const before = this.#isKnown ? file.total : (this.#world.partialPulls.get(file.digest) ?? 0)
    this.#step(index, before, 1)
  }

  #step(index: number, before: number, count: number): void {
    const file = this.#files[index]
    if (!file) return
    const { digest, total } = file
    const completed = Math.min(total, before + Math.ceil(total / STEPS))
    this.#world.partialPulls.set(digest, completed)
    // Version 0.32 tells no last line of a file that it had to fetch.
    if (completed < total || this.#isKnown || this.#world.isOld)
      this.#progress(digest, total, completed)
    this.#world.facts.changed()
    if (this.#hitsFault(file, completed, count)) return
    if (completed === total) this.#begin(index + 1)
    else this.#timer = setTimeout(() => this.#step(index, completed, count + 1), this.#stepMs)
  }

  /** True where the fault took over. */
  #hitsFault(
    file: { readonly digest: string; readonly total: number },
    completed: number,
    count: number,
  ): boolean {
    const fault = this.#fault
    if (!fault || count < (fault.afterSteps ?? 1)) return false
    this.#fault = null
    if (fault.kind === 'stall') this.#repeat(file, completed, Date.now() + (fault.ms ?? 60_000))
    else if (fault.kind === 'error') this.#end({ error: fault.message })
    else if (fault.kind === 'cut') this.#cut()
    else this.#timer = setTimeout(() => this.#step(0, 0, 1), this.#stepMs)
    return true
  }

  #repeat(
    file: { readonly digest: string; readonly total: number },
    completed: number,
    until: number,
  ): void {
    if (Date.now() >= until) {
      const url = `http://localhost:5012/v2/library/x/blobs/sha256:${file.digest}`
      this.#end({
        error: `max retries exceeded: Get "${url}": dial tcp 127.0.0.1:5012: connect: connection refused`,
      })
      return
    }
    this.#progress(file.digest, file.total, completed)
    this.#timer = setTimeout(() => this.#repeat(file, completed, until), REPEAT_MS)
  }

  #cut(): void {
    this.#ended = true
    this.#res.destroy()
  }

  #finish(): void {
    if (this.#isKnown || this.#world.isOld)
      for (const { digest, total } of SMALL_LAYERS) this.#progress(digest, total, total)
    this.#write({ status: 'verifying sha256 digest' })
    this.#write({ status: 'writing manifest' })
    this.#world.models.add({ ...this.#model, name: plainName(this.#name) })
    for (const { digest } of this.#files) this.#world.partialPulls.delete(digest)
    this.#end({ status: 'success' })
    this.#world.facts.changed()
  }

  #end(last: JsonObject): void {
    this.#ended = true
    this.#res.end(line(last))
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

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
