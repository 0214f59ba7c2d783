import type { ServerResponse } from 'node:http'
import {
  BARE_JSON_TYPE,
  goJson,
  sendChunked,
  sendEmpty,
  sendError,
  sendText,
  startStream,
} from './wire.ts'
import type { LoadedModel } from './memory.ts'
import type { InstalledModel } from './model-store.ts'
import type { Fault } from './options.ts'
import type { Refusal } from './request-checks.ts'
import type { Piece, Speech } from './words.ts'
import type { World } from './world.ts'

/** How long a reply took, in nanoseconds, and how much it was. */
export interface Metrics {
  readonly total: number
  readonly load: number
  readonly promptTokens: number
  readonly promptEval: number
  readonly evalCount: number
  readonly eval: number
}

/** How a route writes down what the model says. */
export interface Voice {
  readonly contentType: string
  /** Goes before the first piece; empty for nothing. */
  readonly opening: string
  piece(piece: Piece, index: number): string
  done(speech: Speech, metrics: Metrics): string
  whole(speech: Speech, metrics: Metrics): { readonly type: string; readonly body: string }
}

export interface Plan {
  readonly asked: string
  readonly model: InstalledModel
  /** Null: only load the model, then answer with `voice.done`. */
  readonly speech: Speech | null
  readonly voice: Voice
  readonly stream: boolean
  readonly context: number
  /** What else it is loaded with. */
  readonly layout?: string
  readonly keepAliveMs: number
  readonly promptTokens: number
}

const RUNNER_DIED = 'an error was encountered while running the model: unexpected EOF'
const NS_PER_MS = 1_000_000

/** Queue, load, speak: one generation from its first byte to its last, and everything that can go wrong on the way. */
export class Generation {
  readonly #world: World
  readonly #res: ServerResponse
  readonly #plan: Plan
  readonly #fault: Fault | null
  readonly #startedAt = performance.now()
  readonly #begin = () => this.#load()
  #loaded: LoadedModel | null = null
  #queued = true
  #over = false
  #loadedAt = 0
  /** When its model was, or will be, in memory. */
  #readyAt = 0
  #firstAt = 0
  #sent = 0
  #timer: NodeJS.Timeout | undefined

  constructor(world: World, res: ServerResponse, plan: Plan, fault: Fault | null) {
    this.#world = world
    this.#res = res
    this.#plan = plan
    this.#fault = fault
  }

  start(): void {
    const world = this.#world
    world.liveGenerations += 1
    this.#res.once('close', () => this.#closed())
    if (this.#fault?.kind === 'hang-before-header') return
    if (!world.slots.enter(this.#plan.model.key, this.#begin)) this.refuse(queueFull())
  }

  refuse(refusal: Refusal): void {
    sendRefusal(this.#res, refusal)
    this.#end()
  }

  #load(): void {
    const { model, context, keepAliveMs, layout } = this.#plan
    this.#queued = false
    const loadMs =
      this.#fault?.kind === 'slow-load' ? this.#fault.ms : (this.#world.options.loadMs ?? 0)
    this.#loaded = this.#world.memory.enter(model, context, loadMs, keepAliveMs, layout)
    this.#world.facts.changed()
    this.#readyAt = performance.now() + this.#loaded.readyAt - Date.now()
    this.#wait(this.#loaded.readyAt - Date.now(), () => this.#isLoaded())
  }

  #isLoaded(): void {
    this.#loadedAt = performance.now()
    if (!this.#plan.speech) {
      this.#sendWhole({ pieces: [], doneReason: 'stop', evalCount: 0 })
      return
    }
    this.#wait(this.#world.options.firstTokenMs ?? 0, () => this.#speak(this.#plan.speech))
  }

  #speak(speech: Speech | null): void {
    if (!speech) return
    this.#firstAt = performance.now()
    if (this.#plan.stream) {
      startStream(this.#res, this.#plan.voice.contentType)
      this.#pump(speech)
      return
    }
    this.#wait(Math.max(0, speech.pieces.length - 1) * this.#gapMs(), () => {
      if (this.#fault?.kind === 'error-line')
        this.refuse({ status: 500, message: this.#fault.message ?? RUNNER_DIED })
      else if (this.#fault?.kind === 'cut') this.#res.destroy()
      else if (this.#fault?.kind !== 'hang') this.#sendWhole(speech)
    })
  }

  /** Sends every piece that is due by now, then waits for the next; lateness does not add up. */
  #pump(speech: Speech): void {
    const gap = this.#gapMs()
    const last = this.#lastToken(speech)
    const due =
      gap === 0 ? last : Math.min(last, 1 + Math.floor((performance.now() - this.#firstAt) / gap))
    if (this.#sent === 0) this.#write(this.#plan.voice.opening)
    for (; this.#sent < due; this.#sent += 1) {
      const piece = speech.pieces[this.#sent]
      if (piece) this.#write(this.#plan.voice.piece(this.#said(piece), this.#sent))
      this.#world.tokensSent += 1
    }
    if (this.#sent >= last) this.#finish(speech)
    this.#world.facts.changed()
    if (this.#sent >= last) return
    const wait = this.#firstAt + this.#sent * gap - performance.now()
    this.#timer = setTimeout(() => this.#pump(speech), Math.max(0, wait))
  }

  #said(piece: Piece): Piece {
    return this.#world.options.stamp === true ? { kind: 'text', text: stampOf() } : piece
  }

  #finish(speech: Speech): void {
    const fault = this.#fault
    if (fault?.kind === 'hang') return
    if (fault?.kind === 'cut') {
      setImmediate(() => this.#res.destroy())
      return
    }
    if (fault?.kind === 'error-line')
      this.#write(`${JSON.stringify({ error: fault.message ?? RUNNER_DIED })}\n`)
    else if (fault?.kind !== 'no-done')
      this.#write(this.#plan.voice.done(speech, this.#metrics(speech)))
    this.#end()
    this.#res.end()
  }

  #write(text: string): void {
    if (text === '') return
    if (this.#fault?.kind !== 'split') {
      this.#res.write(text)
      return
    }
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += this.#fault.bytes)
      this.#res.write(bytes.subarray(at, at + this.#fault.bytes))
  }

  #sendWhole(speech: Speech): void {
    const { type, body } = this.#plan.voice.whole(speech, this.#metrics(speech))
    this.#end()
    sendText(this.#res, 200, type, body)
  }

  #lastToken({ pieces }: Speech): number {
    const fault = this.#fault
    return fault && 'afterTokens' in fault
      ? Math.min(pieces.length, fault.afterTokens)
      : pieces.length
  }

  #gapMs(): number {
    const rate = this.#world.options.tokensPerSecond ?? 0
    return rate > 0 ? 1_000 / rate : 0
  }

  #metrics({ evalCount }: Speech): Metrics {
    const now = performance.now()
    // Waiting for a place at a model that is loaded counts as no loading (captures 53b, 65-parallel-2).
    const load = Math.max(0.4, this.#readyAt - this.#startedAt)
    const speaking = now - this.#firstAt
    return {
      total: nanoseconds(now - this.#startedAt + 0.5),
      load: nanoseconds(load),
      promptTokens: this.#plan.promptTokens,
      promptEval: nanoseconds(Math.max(0.1, this.#firstAt - this.#loadedAt)),
      evalCount,
      // 0.24 measures from the first token to the last, so one token takes no time, and zeros are left out.
      eval:
        evalCount === 1 ? (this.#world.isOld ? 0 : 1_000) : nanoseconds(Math.max(0.1, speaking)),
    }
  }

  #wait(ms: number, then: () => void): void {
    if (ms <= 0) then()
    else this.#timer = setTimeout(then, ms)
  }

  #closed(): void {
    if (this.#over) return
    if (!this.#world.dying && this.#fault?.kind !== 'cut') this.#world.closedByClient += 1
    this.#end()
  }

  /** Gives everything back, once. */
  #end(): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#timer)
    const { model, keepAliveMs } = this.#plan
    this.#world.liveGenerations -= 1
    if (this.#loaded) this.#world.memory.leave(this.#loaded, keepAliveMs)
    if (this.#queued) this.#world.slots.giveUp(model.key, this.#begin)
    else this.#world.slots.leave(model.key)
    this.#world.facts.changed()
  }
}

/** This moment on the clock that all processes of a machine share, in milliseconds. */
function stampOf(): string {
  return `${(performance.timeOrigin + performance.now()).toFixed(2)} `
}

function nanoseconds(ms: number): number {
  return Math.round(ms * NS_PER_MS)
}

export function queueFull(): Refusal {
  return {
    status: 503,
    message: 'server busy, please try again.  maximum pending requests exceeded',
  }
}

/** An empty refusal is a crash of the server's own. */
export function sendRefusal(res: ServerResponse, { status, message, handedOn }: Refusal): void {
  if (message === '') sendEmpty(res, status)
  else if (handedOn === true) sendChunked(res, status, BARE_JSON_TYPE, goJson({ error: message }))
  else sendError(res, status, message)
}
