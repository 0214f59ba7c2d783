import { afterAll, beforeAll, expect, it } from 'vitest'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { buildController } from '@test/support/torture/build-controller'
import type { BuiltController } from '@test/support/torture/build-controller'
import { readDeadDatabase, readLiveDatabase } from '@test/support/torture/database-file'
import { KillableController } from '@test/support/torture/killable-controller'
import { openTalk } from '@test/support/torture/killed-talk'
import type { KilledTalk, TalkFact } from '@test/support/torture/killed-talk'
import type { LiveTextProof } from '@test/support/torture/live-text-log'
import { Moments } from '@test/support/torture/moments'
import { tortureCount, tortureRandom, withSeed } from '@test/support/torture/random'
import type { Random } from '@test/support/torture/random'
import { toldReply } from '@test/support/torture/told-reply'
import { prepareTalks } from '@test/support/torture/prepare-talks'

const KILLS = tortureCount('TORTURE_KILLS', 4)
const SESSIONS = 3
const TOKENS_PER_SECOND = 60
/** A kill and a start take about two seconds on two cores; more than this only where something hangs. */
const TIMEOUT_MS = 60_000 + KILLS * 10_000

let built: BuiltController
beforeAll(async () => {
  built = await buildController()
}, 60_000)
afterAll(() => {
  built.remove()
})

interface World {
  readonly ollama: FakeOllama
  readonly controller: KillableController
  readonly moments: Moments<TalkFact>
  readonly talks: readonly KilledTalk[]
}

it(
  'keeps every acknowledged message and all but the newest text of a reply, whenever its process is killed',
  async ({ annotate }) => {
    const random = tortureRandom()
    // Shown with a failure, also where time ran out.
    await annotate(`TORTURE_SEED=${random.seed}`)
    const ollama = await startFakeOllama({
      tokensPerSecond: TOKENS_PER_SECOND,
      reply: ({ messages }) => toldReply(messages.at(-1)?.content ?? ''),
    })
    const controller = new KillableController(built.file, ollama.url)
    try {
      await withSeed(random, async () => {
        const moments = new Moments<TalkFact>()
        const { token, sessionIds } = await prepareTalks(controller, SESSIONS)
        const talks = sessionIds.map((sessionId) => openTalk(sessionId, controller, token, moments))
        await annotate(inWords(await killAndCheck({ ollama, controller, moments, talks }, random)))
        await Promise.all(talks.map((talk) => talk.close()))
      })
    } finally {
      await controller.remove()
      await ollama.close()
    }
  },
  TIMEOUT_MS,
)

interface Figures {
  startsKilled: number
  interrupted: number
  due: number
  oldestLostMs: number
  acknowledged: number
}

async function killAndCheck(world: World, random: Random): Promise<Figures> {
  const { controller, talks } = world
  const figures = { startsKilled: 0, interrupted: 0, due: 0, oldestLostMs: 0, acknowledged: 0 }
  const talking = talks.map((talk) => talk.begin(random.fork()))
  for (let kills = 0; kills < KILLS; kills += 1) {
    const proofs = await killAtSomeMoment(world, random)
    figures.interrupted += checkDead(controller, talks)
    if (random.chance(0.2)) {
      figures.startsKilled += 1
      kills += 1
      await killWhileStarting(world)
    }
    const running = readDeadDatabase(controller.dataDirectory).running
    controller.start()
    await controller.whenReachable()
    checkAlive(controller, running)
    for (const [index, talk] of talks.entries()) {
      const proof = proofs[index]
      if (proof) await checkLiveText(talk, proof, figures)
    }
  }
  for (const talk of talks) talk.end()
  await Promise.all(talking)
  for (const talk of talks) {
    await talk.checkEnd()
    figures.acknowledged += talk.sender.acknowledged.size
  }
  expect(readLiveDatabase(controller.dataDirectory)).toMatchObject({ running: [], gapped: [] })
  return figures
}

/** In the middle of a reply, as something is sent, or as it is acknowledged. */
async function killAtSomeMoment(world: World, random: Random): Promise<readonly LiveTextProof[]> {
  const { controller, moments, talks } = world
  if (random.chance(0.6)) await moments.nth('text', 1 + random.int(80))
  else await moments.nth(random.chance(0.5) ? 'sent' : 'acknowledged', 1 + random.int(6))
  const proofs = talks.map((talk) => talk.log.take())
  await controller.kill()
  return proofs
}

/** As soon as the new process asks Ollama for something: it has opened the file, and may not listen yet. */
async function killWhileStarting({ ollama, controller }: World): Promise<void> {
  const { length } = ollama.requests
  controller.start()
  await ollama.waitFor(() => ollama.requests.length > length)
  await controller.kill()
}

/** What the process left behind. Answers how many replies it was making. */
function checkDead(controller: KillableController, talks: readonly KilledTalk[]): number {
  const dead = readDeadDatabase(controller.dataDirectory)
  expect(dead.integrity).toEqual(['ok'])
  expect(dead.gapped).toEqual([])
  for (const { sender } of talks) {
    const lost = [...sender.acknowledged.values()].filter(
      ({ sent }) => !dead.said.has(sent.messageId),
    )
    expect(lost).toEqual([])
  }
  return dead.running.length
}

/** What the next process made of it. */
function checkAlive(controller: KillableController, wereRunning: readonly string[]): void {
  const alive = readLiveDatabase(controller.dataDirectory)
  expect(alive.integrity).toEqual(['ok'])
  expect(alive.gapped).toEqual([])
  expect(alive.running.filter((turnId) => wereRunning.includes(turnId))).toEqual([])
}

async function checkLiveText(
  talk: KilledTalk,
  proof: LiveTextProof,
  figures: Figures,
): Promise<void> {
  const replies = (await talk.read()).filter(({ author }) => author === 'bot')
  expect(proof.missing(replies)).toEqual([])
  figures.due += proof.dueCount
  figures.oldestLostMs = Math.max(figures.oldestLostMs, proof.oldestLostMs(replies))
}

function inWords(figures: Figures): string {
  return [
    `${KILLS} kills (${figures.startsKilled} while starting), ${figures.interrupted} replies interrupted`,
    `${figures.acknowledged} messages acknowledged, 0 lost, 0 doubled`,
    `${figures.due} live texts had to be kept and were; the oldest that was lost was ${figures.oldestLostMs.toFixed(0)} ms old`,
  ].join('; ')
}
