import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { commands } from '@shared/contract/commands'
import type { CommandName } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import { aPng } from '@test/support/pictures'
import { sendHttp } from '@test/support/http-client'
import { ScriptedEngine } from '@test/support/scripted-engine'
import { clientMessageId, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { someone } from './household'
import type { Someone } from './household'
import { inputsOf } from './inputs-of'
import type { Values } from './inputs-of'

/** Stands in everything of Anna's that is text. */
const SECRET = 'zanzibar'
const NEVER = newId(1)

/** What an owner may do to anybody and to the whole controller; the rest of theirs they do to their own. */
const OWNERS_OWN =
  /^(access|audit|bots|exports|imports|limits|models|people|programs|server|settings|tools|toolServers|upstreams)\./

let app: TestApp
let engine: ScriptedEngine
let anna: Someone
let ben: Someone
let otto: Someone
/** Ids of Anna's. */
let hers: Values
let botId: string

beforeAll(async () => {
  engine = new ScriptedEngine()
  engine.script = ({ prompt }) => {
    const told = JSON.stringify(prompt)
    const reply = { say: told.includes(SECRET) ? `Reply ${SECRET}` : 'Reply' }
    return told.includes('hold') ? [reply, 'hold'] : [reply]
  }
  app = await startTestApp({ engines: { ollama: engine } })
  const { bot } = await app.call('bots.create', { name: 'Reviewer', model: 'tiny' })
  botId = bot.id
  await app.call('overview.watch', {})
  await app.call('bots.launch', { botId })
  await app.viewer.waitFor('instance.changed', ({ instance }) => instance.state === 'ready')
  anna = await someone(app, 'Anna')
  ben = await someone(app, 'Ben')
  otto = await someone(app, 'Otto', 'owner')
  hers = await makeHers()
})
afterAll(() => app.close())

/** One of everything that somebody can have, with the secret in it. */
async function makeHers(): Promise<Values> {
  const { session } = await anna.call('sessions.create', { botId })
  const sessionId = session.id
  await anna.call('sessions.watch', { sessionId })
  const picture = await app.controller.attachments.receive(
    `${SECRET}.png`,
    pieces(aPng()),
    anna.personId,
  )
  const sent = await anna.call('messages.send', {
    ...{ sessionId, clientMessageId: clientMessageId(), text: `about ${SECRET}` },
  })
  await anna.viewer.waitFor('turn.ended', ({ turnId }) => turnId === sent.turnId)
  await anna.call('sessions.rename', { sessionId, title: `Title ${SECRET}` })
  const { folder } = await anna.call('folders.create', { name: `Folder ${SECRET}` })
  await anna.call('sessions.organise', {
    ...{ sessionIds: [sessionId], folderId: folder.id, addTags: [SECRET], pinned: true },
  })
  const { notes } = await anna.call('notes.write', { sessionId, text: `Note ${SECRET}` })
  await anna.call('messages.pin', { sessionId, messageId: sent.messageId })
  const { export: job } = await anna.call('exports.start', {
    ...{ scope: { kind: 'session', sessionId }, format: 'json' },
  })
  await anna.viewer.waitFor('export.changed', (event) => event.export.state === 'done')
  const binned = (await anna.call('sessions.create', { botId })).session.id
  await anna.call('sessions.rename', { sessionId: binned, title: `Binned ${SECRET}` })
  await anna.call('sessions.delete', { sessionId: binned })
  // A reply that is being made, and a message that waits behind it.
  const live = await anna.call('messages.send', {
    ...{ sessionId, clientMessageId: clientMessageId(), text: 'hold this' },
  })
  await anna.viewer.waitFor('turn.extended', ({ turnId }) => turnId === live.turnId)
  const queued = await anna.call('messages.send', {
    ...{ sessionId, clientMessageId: clientMessageId(), text: `waits ${SECRET}` },
  })
  return {
    sessionId,
    sessionIds: [sessionId, binned],
    botId,
    folderId: folder.id,
    messageId: sent.messageId,
    replaces: sent.messageId,
    turnId: queued.turnId,
    noteId: notes.notes[0]?.id,
    exportId: job.id,
    importId: job.id,
    hash: picture.hash,
    attachments: [picture.hash],
    personId: anna.personId,
    tag: SECRET,
    query: SECRET,
    before: undefined,
    model: 'tiny',
    name: 'attack',
    seq: 1,
    sharing: { everyone: 'write', people: {} },
  }
}

async function* pieces(bytes: Buffer) {
  yield bytes
}

/** The same shape with ids that nobody ever had. */
function nobodys(values: Values): Values {
  const hash = 'f'.repeat(64)
  const ids = Object.keys(values).filter((key) => isId(values[key]))
  return {
    ...values,
    ...Object.fromEntries(ids.map((key) => [key, NEVER])),
    ...{
      sessionIds: [NEVER, newId(2)],
      hash,
      attachments: [hash],
      tag: 'nowhere',
      query: 'nowhere',
    },
  }
}

const isId = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(value)

type Outcome = { readonly answer: unknown } | { readonly error: string }

async function outcomeOf(who: Someone, name: string, input: unknown): Promise<Outcome> {
  try {
    return { answer: await who.ask(name, input) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { error: `${error.code}: ${error.message} ${JSON.stringify(error.current ?? null)}` }
  }
}

/** What names a session names one that they have just begun; everything else is as it is given. */
async function fromOwn(
  who: Someone,
  name: CommandName,
  values: Values,
): Promise<Record<string, unknown>[]> {
  const { id } = (await who.call('sessions.create', { botId })).session
  const scope = { kind: 'session', sessionId: id }
  return inputsOf(name, {
    ...values,
    sessionId: id,
    sessionIds: [id],
    scope,
    sharing: null,
    query: 'attack',
  })
}

/** What of it can be told apart from outside: not ids that are new, nor times. */
function comparable(outcome: Outcome, values: Values): string {
  let text = JSON.stringify(outcome)
  for (const key of ['tag', 'query', 'hash'])
    text = text.replaceAll(String(values[key]), `<${key}>`)
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\b\d{12,}\b/g, '<time>')
    .replaceAll(/"uptimeSeconds":[\d.]+/g, '<uptime>')
}

/** All that Anna has, as she sees it. */
async function whatSheHas(): Promise<unknown> {
  const sessionId = String(hers['sessionId'])
  return Promise.all([
    anna.call('sessions.watch', { sessionId }),
    anna.call('sessions.list', {}),
    anna.call('messages.list', { sessionId }),
    anna.call('notes.get', { sessionId }),
    anna.call('folders.list', {}),
    anna.call('tags.list', {}),
    anna.call('bin.list', {}),
    anna.call('exports.list', {}),
    anna.call('attachments.get', { hash: String(hers['hash']) }),
    anna.call('people.list', {}),
  ])
}

const names = Object.keys(commands) as CommandName[]
const foreignIds = () =>
  Object.values(hers)
    .flat()
    .filter((value) => isId(value) && value !== anna.personId)
    .map(String)

describe.each([
  ['another member', () => ben, names],
  [
    'another owner',
    () => otto,
    names.filter((name) => commands[name].access !== 'owner' || !OWNERS_OWN.test(name)),
  ],
] as const)('%s', (_who, other, asked) => {
  it.each(asked)('learns nothing and changes nothing by %s', async (name) => {
    const before = await whatSheHas()
    const seen = other().viewer.events.length
    for (const input of inputsOf(name, hers)) {
      const nothing = inputsOf(name, nobodys(hers))
      const twin = nothing.find((one) => sameKeys(one, input)) ?? {}
      const outcome = await outcomeOf(other(), name, input)
      const text = JSON.stringify(outcome)
      // What they wrote themselves may come back.
      const own = JSON.stringify(input)
      if (!own.includes(SECRET)) expect(text).not.toContain(SECRET)
      expect(comparable(outcome, hers)).toBe(
        comparable(await outcomeOf(other(), name, twin), nobodys(hers)),
      )
    }
    expect(await whatSheHas()).toEqual(before)
    const told = JSON.stringify(other().viewer.events.slice(seen))
    for (const id of name === 'exports.start' ? [] : foreignIds()) expect(told).not.toContain(id)
  })

  it.each(asked.filter((name) => 'session' in commands[name]))(
    'cannot reach into what is hers from a session of their own by %s',
    async (name) => {
      const before = await whatSheHas()
      for (const index of inputsOf(name, hers).keys()) {
        const input = (await fromOwn(other(), name, hers))[index]
        const twin = (await fromOwn(other(), name, nobodys(hers)))[index]
        const outcome = await outcomeOf(other(), name, input)
        expect(JSON.stringify(outcome)).not.toContain(SECRET)
        expect(comparable(outcome, hers)).toBe(
          comparable(await outcomeOf(other(), name, twin), nobodys(hers)),
        )
      }
      expect(await whatSheHas()).toEqual(before)
    },
  )

  it('was told of nothing that is hers, from the first event to the last', () => {
    const told = other().viewer.events.filter(({ event }) => !event.startsWith('export.'))
    for (const id of foreignIds()) expect(JSON.stringify(told)).not.toContain(id)
    expect(JSON.stringify(told)).not.toContain(SECRET)
  })
})

describe('by HTTP, another member', () => {
  it.each(['attachments/:hash', 'attachments/:hash/facts', 'exports/:exportId/file'])(
    'gets the same of /api/v1/%s as of one that nobody has',
    async (path) => {
      const { secret } = await app.controller.access.createToken('x', 'member', ben.personId)
      const at = (values: Values) =>
        `/api/v1/${path.replace(/:(\w+)/, (_all, key: string) => String(values[key]))}`
      const answer = await sendHttp(app.address, at(hers), { token: secret })
      const control = await sendHttp(app.address, at(nobodys(hers)), { token: secret })
      expect([answer.status, answer.text]).toEqual([404, control.text])
      const own = await app.controller.access.createToken('y', 'member', anna.personId)
      expect((await sendHttp(app.address, at(hers), { token: own.secret })).status).toBe(200)
    },
  )
})

it('asks with inputs that work for whose it is', async () => {
  const reading = names.filter((name) => commands[name].access === 'viewer')
  const outcomes = await Promise.all(
    reading.map(
      async (name) => [name, await outcomeOf(anna, name, inputsOf(name, hers)[0])] as const,
    ),
  )
  const refused = outcomes.filter(([, outcome]) => 'error' in outcome).map(([name]) => name)
  // There is no Ollama behind this controller.
  expect(refused).toEqual(['models.show', 'models.loaded'])
})

function sameKeys(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const kindOf = (one: Record<string, unknown>) =>
    JSON.stringify([Object.keys(one), (one['scope'] as { kind?: string } | undefined)?.kind])
  return kindOf(a) === kindOf(b)
}
