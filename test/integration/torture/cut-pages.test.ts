import { expect, it, vi } from 'vitest'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { HostileWire } from '@test/support/torture/hostile-wire'
import { pretendToBeAPage } from '@test/support/torture/page-globals'
import { tortureCount, tortureRandom, withSeed } from '@test/support/torture/random'
import type { Random } from '@test/support/torture/random'
import { readAll } from '@test/support/torture/read-all'
import { readTree } from '@test/support/torture/read-tree'
import { toldReply } from '@test/support/torture/told-reply'
import { TorturePage } from '@test/support/torture/torture-page'
import type { Message } from '@shared/model/message'

const CUTS = Math.ceil(tortureCount('TORTURE_CUTS', 120) / 2)
const SESSIONS = 2
const PAGES = 3
/** Into the upgrade; into the overview; into a view; into the replies that follow. */
const REACHES = [1_000, 6_000, 20_000, 40_000] as const
const TIMEOUT_MS = 60_000 + CUTS * 400
/** How long a page may take to draw what it was told already. */
const SETTLE_MS = 10_000

interface Conversation {
  readonly sessionId: string
  readonly pages: readonly TorturePage[]
}

it(
  'leaves every page with exactly what is stored, through cuts, stops, second tries and messages taken back',
  async ({ annotate }) => {
    const random = tortureRandom()
    await annotate(`TORTURE_SEED=${random.seed}`)
    const ollama = await startFakeOllama({
      tokensPerSecond: 300,
      reply: ({ messages }) => toldReply(messages.at(-1)?.content ?? ''),
      record: false,
    })
    const app = await startTestApp({ ollamaUrl: ollama.url })
    const wire = await HostileWire.start(app.address, random.fork(), REACHES)
    await withSeed(random, async () => {
      const conversations = await begin(app, wire)
      // One speaks alone and asks again; two speak at once and fill the queue.
      const speakers = conversations.flatMap(({ pages }, index) => pages.slice(0, index + 1))
      await Promise.all(speakers.map((page) => talk(page, wire, random.fork())))
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
  pretendToBeAPage({ through: wire.address, address: app.address, token })
  const begun = Array.from({ length: SESSIONS }, async () => {
    const { session } = await app.call('sessions.create', { botId })
    const open = () => new TorturePage(botId, session.id, wire.address)
    return { sessionId: session.id, pages: Array.from({ length: PAGES }, open) }
  })
  return Promise.all(begun)
}

/** Says one thing after the other until enough was cut; stops some replies, takes some back, asks for some again. */
async function talk(page: TorturePage, wire: HostileWire, random: Random): Promise<void> {
  while (wire.cuts < CUTS) {
    const id = `${random.int(2 ** 31).toString(36)}-${random.int(2 ** 31).toString(36)}`
    await page.say(`${id} ${'word '.repeat(random.int(random.chance(0.1) ? 1_000 : 20))}end`)
    if (random.chance(0.3)) await page.withdraw()
    if (random.chance(0.5)) await page.isHeard()
    if (random.chance(0.5)) await page.stop()
    await page.retry()
  }
}

/** Answers how much was compared. */
async function check(app: TestApp, { sessionId, pages }: Conversation) {
  await vi.waitFor(
    async () => {
      const { live, queue } = await app.call('sessions.watch', { sessionId })
      expect({ live, queue }).toEqual({ live: null, queue: [] })
    },
    { timeout: TIMEOUT_MS, interval: 100 },
  )
  for (const page of pages) await page.settled()
  const stored = await readAll(app, sessionId)
  const everything = await readTree(app, sessionId)
  expect(everything.map(({ seq }) => seq)).toEqual(everything.map((_, index) => index + 1))
  checkSaid(everything, pages)
  checkReplies(stored)
  for (const page of pages) {
    await vi.waitFor(
      () => {
        expect(page.open).toEqual({ live: null, queue: [], pending: [], gap: null })
        expect(page.messages.length).toBeGreaterThan(0)
        expect(page.messages).toEqual(stored.slice(-page.messages.length))
      },
      { timeout: SETTLE_MS },
    )
  }
  for (const page of pages) page.close()
  const sum = (count: (page: TorturePage) => number) =>
    pages.reduce((total, page) => total + count(page), 0)
  return {
    messages: everything.length,
    compared: sum(({ messages }) => messages.length),
    connections: sum(({ connections }) => connections),
    retries: sum(({ retries }) => retries),
    withdrawals: sum(({ withdrawn }) => withdrawn.size),
  }
}

/** Each thing that was said is there once and in the order it was said, and only what was taken back may be missing. */
function checkSaid(stored: readonly Message[], pages: readonly TorturePage[]): void {
  const texts = stored.filter(({ author }) => author === 'person').map(({ text }) => text)
  for (const { said, withdrawn } of pages) {
    const own = texts.filter((text) => said.includes(text))
    expect(own).toEqual(said.filter((text) => own.includes(text)))
    const missing = said.filter((text) => !own.includes(text))
    expect(missing.filter((text) => !withdrawn.has(text))).toEqual([])
  }
  const everything = pages.flatMap(({ said }) => said)
  expect(texts.filter((text) => !everything.includes(text))).toEqual([])
}

/** Each message has one visible reply: what the model told, or its beginning where it was stopped. */
function checkReplies(stored: readonly Message[]): void {
  const textOf = new Map(stored.map(({ seq, text }) => [seq, text]))
  stored.forEach(({ author, parentSeq, status, text }, index) => {
    expect(author).toBe(index % 2 === 0 ? 'person' : 'bot')
    expect(parentSeq).toBe(stored[index - 1]?.seq ?? 0)
    if (author === 'person') return
    const told = toldReply(textOf.get(parentSeq) ?? '').join('')
    expect(['complete', 'stopped']).toContain(status)
    expect(text).toBe(status === 'complete' ? told : told.slice(0, text.length))
  })
}

function inWords(figures: readonly Awaited<ReturnType<typeof check>>[], wire: HostileWire): string {
  const sum = (name: keyof (typeof figures)[number]) =>
    figures.reduce((total, figure) => total + figure[name], 0)
  return [
    `${wire.cuts} cuts (${wire.halfOpen} half-open), ${wire.stalls} stalls`,
    `${sum('connections')} connections of ${SESSIONS * PAGES} pages`,
    `${sum('messages')} messages stored, ${sum('retries')} second tries, ${sum('withdrawals')} taken back`,
    `${sum('compared')} shown messages compared`,
  ].join('; ')
}
