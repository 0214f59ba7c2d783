import { setTimeout as pause } from 'node:timers/promises'
import { startBareServer, startFake } from '../processes.ts'
import { withController } from '../setup.ts'
import type { Setup } from '../setup.ts'
import { nextClientMessageId } from '../socket-client.ts'
import { percentile } from '../statistics.ts'
import type { Row } from '../table.ts'
import { connectViewers } from '../viewer-socket.ts'
import type { ViewerSocket } from '../viewer-socket.ts'

const GATHER_MS = 33
const SECONDS = 10
/** Streams that begin within the first second are not measured before all of them run. */
const SETTLE_MS = 1_500

export interface FanOut {
  readonly name: string
  readonly streams: number
  readonly viewersEach: number
  readonly tokensPerSecond: number
  readonly goalLagMs: number
  /** Infinity where none is set. */
  readonly goalLoopMs: number
}

/** How late words reach viewers beyond the time they are gathered on purpose. Each word says when the engine sent it. */
export async function fanOut(wanted: FanOut): Promise<Row> {
  const flags = engineFlags(wanted)
  const bare = await measureBare(wanted, flags)
  const ours = await withController(flags, { monitored: true }, (setup) =>
    measureOurs(wanted, setup),
  )
  const [p99, bareP99] = [percentile(ours.lags, 0.99), percentile(bare.lags, 0.99)]
  return {
    name: wanted.name,
    measured: `lag ${percentile(ours.lags, 0.5).toFixed(1)} ms p50, ${p99.toFixed(1)} ms p99 beyond the gather, event loop ${ours.loopP99.toFixed(1)} ms p99, ${ours.lost} lost (${ours.lags.length} frames)`,
    reference: `bare relay ${percentile(bare.lags, 0.5).toFixed(1)} ms p50, ${bareP99.toFixed(1)} ms p99`,
    ratio: p99 / bareP99,
    goal: `lag p99 ≤ ${wanted.goalLagMs} ms${wanted.goalLoopMs < Infinity ? `, event loop p99 ≤ ${wanted.goalLoopMs} ms` : ''}, 0 lost`,
    met: p99 <= wanted.goalLagMs && ours.loopP99 <= wanted.goalLoopMs && ours.lost === 0,
  }
}

function engineFlags({ tokensPerSecond }: FanOut): readonly string[] {
  const tokens = String(tokensPerSecond * SECONDS)
  return ['--stamp', '--tokens-per-second', String(tokensPerSecond), '--reply-tokens', tokens]
}

async function measureOurs(
  { streams, viewersEach }: FanOut,
  { controller, owner, botId }: Setup,
): Promise<{ lags: readonly number[]; loopP99: number; lost: number }> {
  const viewers = await connectViewers(controller.url, controller.secret, streams * viewersEach)
  const sessionIds: string[] = []
  for (let stream = 0; stream < streams; stream++) {
    // The first stream's bot is there already; every other has a bot of its own.
    const own = stream === 0 ? botId : await anotherBot(owner)
    const { session } = (await owner.call('sessions.create', { botId: own })) as {
      session: { id: string }
    }
    sessionIds.push(session.id)
    const watching = viewers.slice(stream * viewersEach, (stream + 1) * viewersEach)
    await Promise.all(watching.map((v) => v.ask('sessions.watch', { sessionId: session.id })))
  }
  const watched = viewers.map((viewer) => new LagWatch(viewer))
  for (const sessionId of sessionIds) {
    const clientMessageId = nextClientMessageId()
    await owner.call('messages.send', { sessionId, clientMessageId, text: 'Go on' })
  }
  await pause(SETTLE_MS)
  await controller.loopDelay()
  for (const watch of watched) watch.measure()
  await Promise.all(watched.map((watch) => watch.ended))
  const { p99: loopP99 } = await controller.loopDelay()
  for (const viewer of viewers) viewer.close()
  return {
    lags: watched.flatMap((watch) => watch.lags),
    loopP99,
    lost: watched.filter((watch) => !watch.isWhole).length,
  }
}

async function anotherBot(owner: Setup['owner']): Promise<string> {
  const input = { name: 'Bench', model: 'tiny', maxTokens: 8_192 }
  const { bot } = (await owner.call('bots.create', input)) as { bot: { id: string } }
  await owner.call('bots.launch', { botId: bot.id })
  return bot.id
}

async function measureBare(
  { streams, viewersEach }: FanOut,
  flags: readonly string[],
): Promise<{ lags: readonly number[] }> {
  const fake = await startFake(flags)
  const relay = await startBareServer(['--engine', fake.url])
  const viewers = await connectViewers(relay.url, null, streams * viewersEach)
  await Promise.all(
    viewers.map((v, index) => v.ask('watch', { room: Math.floor(index / viewersEach) })),
  )
  const watched = viewers.map((viewer) => new LagWatch(viewer))
  for (let room = 0; room < streams; room++)
    viewers[0]?.send({ id: 2, command: 'begin', input: { room } })
  await pause(SETTLE_MS)
  for (const watch of watched) watch.measure()
  await pause((SECONDS * 1_000) / 2)
  for (const viewer of viewers) viewer.close()
  await relay.stop()
  await fake.stop()
  return { lags: watched.flatMap((watch) => watch.lags) }
}

/** Follows one viewer's frames: how late each is, and whether what came is what was stored in the end. */
class LagWatch {
  readonly lags: number[] = []
  readonly ended: Promise<void>
  isWhole = false
  #text = ''
  #measuring = false

  constructor(viewer: ViewerSocket) {
    this.ended = new Promise((resolve) => {
      viewer.onFrame = (text, at) => {
        if (text.startsWith('{"event":"turn.extended"')) this.#extend(text, at)
        else if (text.startsWith('{"event":"turn.ended"')) {
          const { message } = JSON.parse(text) as { message: { text: string; status: string } }
          this.isWhole = message.status === 'complete' && message.text === this.#text
          resolve()
        }
      }
    })
  }

  measure(): void {
    this.#measuring = true
  }

  #extend(frame: string, at: number): void {
    const { text } = JSON.parse(frame) as { text: string }
    this.#text += text
    // The oldest word of the frame waited longest.
    if (this.#measuring) this.lags.push(Math.max(0, at - Number.parseFloat(text) - GATHER_MS))
  }
}
