import { expect, it } from 'vitest'
import { ownerCaller } from '@test/support/recording-viewer'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { checkReplies, checkSaid, checkViewer } from '@test/support/torture/check-talk'
import { Endings } from '@test/support/torture/endings'
import { HostileWire } from '@test/support/torture/hostile-wire'
import { tortureCount, tortureRandom, withSeed } from '@test/support/torture/random'
import type { Random } from '@test/support/torture/random'
import { readAll } from '@test/support/torture/read-all'
import { toldReply } from '@test/support/torture/told-reply'
import { TortureSender } from '@test/support/torture/torture-sender'
import { TortureViewer } from '@test/support/torture/torture-viewer'
import type { Message } from '@shared/model/message'

const CUTS = tortureCount('TORTURE_CUTS', 120)
const SESSIONS = 4
const VIEWERS = 4
const SENDERS = 2
const TOKENS_PER_SECOND = 300
/** A thousand cuts take half a minute on two cores; more than this only where something hangs. */
const TIMEOUT_MS = 60_000 + CUTS * 200

interface Conversation {
  readonly sessionId: string
  readonly viewers: readonly TortureViewer[]
  readonly senders: readonly TortureSender[]
}

it(
  'shows every viewer exactly what is stored, and stores what was said once, wherever connections break',
  async ({ annotate }) => {
    const random = tortureRandom()
    // Shown with a failure, also where time ran out.
    await annotate(`TORTURE_SEED=${random.seed}`)
    const ollama = await startFakeOllama({
      tokensPerSecond: TOKENS_PER_SECOND,
      reply: ({ messages }) => toldReply(messages.at(-1)?.content ?? ''),
      record: false,
    })
    const app = await startTestApp({ ollamaUrl: ollama.url })
    const wire = await HostileWire.start(app.address, random.fork())
    await withSeed(random, async () => {
      const conversations = await begin(app, wire)
      await Promise.all(
        conversations.flatMap(({ senders }) =>
          senders.map((sender) => talk(sender, wire, random.fork())),
        ),
      )
      wire.calm()
      const figures = await Promise.all(conversations.map((one) => check(app, one)))
      await annotate(inWords(figures, wire))
    })
    await wire.close()
    await app.close()
    await ollama.close()
  },
  TIMEOUT_MS,
)

async function begin(app: TestApp, wire: HostileWire): Promise<Conversation[]> {
  const { botId } = await launchBot(app)
  const { secret: token } = await app.call('access.createToken', { name: 'torture', role: 'owner' })
  const way = { through: wire.address, address: app.address, token }
  const endings = new Endings()
  const begun = Array.from({ length: SESSIONS }, async () => {
    const { session } = await app.call('sessions.create', { botId })
    const sessionId = session.id
    await app.controller.router.dispatch('sessions.watch', { sessionId }, ownerCaller(endings))
    return {
      sessionId,
      viewers: Array.from({ length: VIEWERS }, () => new TortureViewer(sessionId, way)),
      senders: Array.from(
        { length: SENDERS },
        () => new TortureSender(sessionId, way, { whenThereIsRoom: () => endings.next(sessionId) }),
      ),
    }
  })
  return Promise.all(begun)
}

/** Says one thing after the other until enough was cut; says some things twice, and stops some replies. */
async function talk(sender: TortureSender, wire: HostileWire, random: Random): Promise<void> {
  while (wire.cuts < CUTS) {
    const id = `torture-${random.int(2 ** 31).toString(36)}-${random.int(2 ** 31).toString(36)}`
    const text = `${id} ${'word '.repeat(random.int(random.chance(0.1) ? 1_000 : 20))}end`
    await sender.say(id, text)
    if (random.chance(0.2)) await sender.say(id, text)
    if (random.chance(0.1)) sender.stop()
  }
}

/** Answers how much was compared. */
async function check(app: TestApp, { sessionId, viewers, senders }: Conversation) {
  const stored = await readToEnd(app, sessionId)
  expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1))
  checkSaid(stored, senders)
  checkReplies(stored)
  for (const viewer of viewers) await checkViewer(viewer, stored)
  await Promise.all([...viewers, ...senders].map((one) => one.close()))
  return {
    messages: stored.length,
    compared: viewers.reduce((sum, { copy }) => sum + copy.messages.length, 0),
    connections: viewers.reduce((sum, viewer) => sum + viewer.connections, 0),
    gaps: viewers.reduce((sum, { gaps }) => sum + gaps, 0),
    resent: senders.reduce((sum, { resent }) => sum + resent, 0),
  }
}

/** All that is stored, once nothing is being made and nothing waits. */
async function readToEnd(app: TestApp, sessionId: string): Promise<Message[]> {
  const endings = new Endings()
  const watch = () =>
    app.controller.router.dispatch('sessions.watch', { sessionId }, ownerCaller(endings))
  for (;;) {
    const ending = endings.next(sessionId)
    const view = (await watch()) as { live: unknown; queue: readonly unknown[] }
    if (view.live === null && view.queue.length === 0) return readAll(app, sessionId)
    await ending
  }
}

function inWords(figures: readonly Awaited<ReturnType<typeof check>>[], wire: HostileWire): string {
  const sum = (name: keyof (typeof figures)[number]) =>
    figures.reduce((total, figure) => total + figure[name], 0)
  return [
    `${wire.cuts} cuts (${wire.halfOpen} half-open), ${wire.stalls} stalls`,
    `${sum('connections')} connections of ${SESSIONS * VIEWERS} viewers, ${sum('gaps')} gaps healed`,
    `${sum('messages')} messages stored, ${sum('resent')} sent again`,
    `${sum('compared')} copies compared: 0 lost, 0 doubled, 0 out of order`,
  ].join('; ')
}
