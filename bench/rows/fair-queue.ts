import { askDirectly } from '../direct-client.ts'
import { withController } from '../setup.ts'
import { ask, openSession } from '../socket-client.ts'
import type { OpenSession } from '../socket-client.ts'
import type { Setup } from '../setup.ts'
import type { Row } from '../table.ts'

const PEOPLE = 30
const QUESTIONS = 5
/** Two at a time, 50 ms a reply: 150 replies in 3.75 s. */
const ENGINE = ['--parallel', '2', '--first-token-ms', '50', '--reply-tokens', '1']
const GOAL = 0.95

/** How alike people wait who ask five questions at once, one person's batch before the next one's. */
export function fairQueue(): Promise<Row> {
  return withController(ENGINE, {}, async (setup) => {
    const people: OpenSession[][] = []
    for (let person = 0; person < PEOPLE; person++) people.push(await join(setup, person))
    const ours = await meanWaits(people.map((sessions) => sessions.map((one) => () => ask(one))))
    const bare = await meanWaits(
      people.map((sessions) => sessions.map(() => () => askDirectly(setup.fake.url))),
    )
    for (const { client } of people.flat()) client.close()
    const [fairness, reference] = [jainIndex(ours), jainIndex(bare)]
    return {
      name: `fair queue: ${PEOPLE} people, ${QUESTIONS} questions each at once, two at a time`,
      measured: `Jain ${fairness.toFixed(3)} of mean waiting, longest mean ${(Math.max(...ours) / 1_000).toFixed(2)} s`,
      reference: `no queue of ours: Jain ${reference.toFixed(3)}, longest mean ${(Math.max(...bare) / 1_000).toFixed(2)} s`,
      ratio: fairness / reference,
      goal: `Jain ≥ ${GOAL}`,
      met: fairness >= GOAL,
    }
  })
}

/** Somebody of their own, in a browser that was let in by a link. */
async function join({ controller, owner, botId }: Setup, number: number): Promise<OpenSession[]> {
  const { person } = (await owner.call('people.add', { name: `Person ${number}` })) as {
    person: { id: string }
  }
  const link = (await owner.call('access.createLink', { personId: person.id })) as { url: string }
  const response = await fetch(`${controller.url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: new URL(link.url).hash.replace('#sign-in=', '') }),
  })
  const [cookie = ''] = (response.headers.getSetCookie()[0] ?? '').split(';')
  const open = () => openSession(controller.url, { cookie }, botId)
  return Promise.all(Array.from({ length: QUESTIONS }, open))
}

/** Milliseconds from the moment when everybody asks until the whole reply, in the middle of each person's. */
function meanWaits(people: readonly (readonly (() => Promise<unknown>)[])[]): Promise<number[]> {
  const startedAt = performance.now()
  return Promise.all(
    people.map(async (asks) => {
      const waits = await Promise.all(
        asks.map(async (once) => {
          await once()
          return performance.now() - startedAt
        }),
      )
      return waits.reduce((sum, ms) => sum + ms, 0) / waits.length
    }),
  )
}

/** Jain's index: 1 where all are alike, 1/n where one has everything. */
function jainIndex(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  const squares = values.reduce((total, value) => total + value * value, 0)
  return (sum * sum) / (values.length * squares)
}
