import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AttachmentFiles } from '@main/core/attachments/attachment-files'
import { AttachmentService } from '@main/core/attachments/attachment-service'
import type { Storage } from '@main/core/storage/storage'
import { aPng, aTalkativePng, SECRET } from '@test/support/pictures'
import {
  aSend,
  NOON,
  openWithSession,
  recordingLogger,
  TestDirectory,
} from '../../storage/sqlite/storage-fixture'

const DAY_MS = 86_400_000
let directory: TestDirectory
let storage: Storage
let sessionId: string
let now: number
let service: AttachmentService

beforeEach(async () => {
  directory = new TestDirectory()
  const opened = await openWithSession(directory)
  storage = opened.storage
  sessionId = opened.session.id
  now = NOON
  service = open()
})
afterEach(async () => {
  await service.close()
  await storage.close()
  directory[Symbol.dispose]()
})

function open(): AttachmentService {
  const { log } = recordingLogger()
  const files = new AttachmentFiles(directory.path)
  return new AttachmentService({
    ...{ store: storage.attachments, files, log, now: () => now },
    maxBytes: () => 10 * 1_048_576,
  })
}
async function* pieces(...parts: readonly Buffer[]) {
  yield* parts
}
const files = (): string[] =>
  readdirSync(directory.file('attachments'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

/** What a start removes is gone when it is closed. */
async function sweep(): Promise<void> {
  const sweeper = open()
  sweeper.start()
  // Closing ends a sweep; what it looks for first is found before.
  for (const hash of await storage.attachments.unused(now - DAY_MS, 9))
    await expect.poll(() => storage.attachments.get(hash)).toBeNull()
  await sweeper.close()
}

describe('a picture that comes in', () => {
  it('lies beside the database under its hash, cleaned, for nobody else to read', async () => {
    const attachment = await service.receive('Müller.png', pieces(aTalkativePng()))
    const expected = { name: 'Müller.png', type: 'image/png', width: 4, height: 3 }
    expect(attachment).toMatchObject({ ...expected, size: aPng().length })
    const path = service.pathOf(attachment.hash)
    expect(path).toBe(
      directory.file(join('attachments', attachment.hash.slice(0, 2), attachment.hash)),
    )
    expect(await service.base64Of(attachment.hash)).toBe(aPng().toString('base64'))
    expect(aTalkativePng().includes(SECRET)).toBe(true)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('is kept once, however often and in whatever pieces it comes', async () => {
    const png = aTalkativePng()
    const [one, two] = await Promise.all([
      service.receive('a.png', pieces(png)),
      service.receive('b.png', pieces(png.subarray(0, 40), png.subarray(40))),
    ])
    expect(two.hash).toBe(one.hash)
    expect(files()).toEqual([one.hash])
  })

  it.each([
    ['C:\\Users\\me\\secret place\\cat.png', 'cat.png'],
    ['../../etc/passwd', 'passwd'],
    ['two\r\nlines\u202e.png', 'two lines .png'],
    ['', 'picture.png'],
    ['..', '..'],
  ])('called %j has the name %j', async (given, name) => {
    expect(await service.receive(given, pieces(aPng()))).toMatchObject({ name })
  })

  it('leaves nothing where its sender breaks off, sends too much, or sends no picture', async () => {
    async function* breaksOff() {
      yield aPng().subarray(0, 20)
      throw new Error('gone')
    }
    await expect(service.receive('a.png', breaksOff())).rejects.toThrow('gone')
    let sent = 0
    async function* endless() {
      for (;;) {
        sent += 1
        yield Buffer.alloc(1_048_576)
      }
    }
    await expect(service.receive('a.png', endless())).rejects.toMatchObject({ code: 'too_large' })
    expect(sent).toBe(11)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    await expect(service.receive('a.png', pieces(svg))).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(files()).toEqual([])
    expect(await storage.attachments.unused(now + 1, 9)).toEqual([])
  })

  it('is refused while many come, and taken again when one has ended', async () => {
    const gate = Promise.withResolvers<undefined>()
    async function* waits() {
      await gate.promise
      yield aPng()
    }
    const coming = Array.from({ length: 12 }, () => service.receive('a.png', waits()))
    await expect(service.receive('a.png', pieces(aPng()))).rejects.toMatchObject({
      code: 'rate_limited',
    })
    gate.resolve(undefined)
    await Promise.all(coming)
    expect(await service.receive('a.png', pieces(aPng()))).toMatchObject({ type: 'image/png' })
  })
})

describe('pictures that a message is about to have', () => {
  it('are answered in its order, each once', async () => {
    const red = await service.receive('red.png', pieces(aPng()))
    const blue = await service.receive('blue.png', pieces(aPng({ color: [0, 0, 255] })))
    const asked = [blue.hash, red.hash, blue.hash]
    expect(await service.claim(asked)).toEqual([blue, red])
  })

  it('are refused where one of them, or its file, is not here', async () => {
    const { hash } = await service.receive('red.png', pieces(aPng()))
    await expect(service.claim([hash, 'f'.repeat(64)])).rejects.toMatchObject({ code: 'not_found' })
    rmSync(service.pathOf(hash))
    await expect(service.claim([hash])).rejects.toMatchObject({ code: 'not_found' })
    await expect(service.get(hash)).rejects.toMatchObject({ code: 'not_found' })
    await expect(service.base64Of(hash)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('clearing', () => {
  it('removes a picture that no message had for a day, and leaves one that a message has', async () => {
    const [sent, unsent] = [
      await service.receive('sent.png', pieces(aPng())),
      await service.receive('unsent.png', pieces(aPng({ color: [0, 0, 255] }))),
    ]
    await storage.turns.send(aSend(sessionId, { details: { attachments: [sent] } }))
    now = NOON + DAY_MS
    await sweep()
    expect(files()).toHaveLength(2)
    now = NOON + DAY_MS + 1
    await sweep()
    expect(files()).toEqual([sent.hash])
    expect(await storage.attachments.get(unsent.hash)).toBeNull()
  })

  it('removes what a controller that died had begun to write', () => {
    const unfinished = directory.file(join('attachments', 'new-1-abc'))
    mkdirSync(dirname(unfinished), { recursive: true })
    writeFileSync(unfinished, 'half')
    new AttachmentFiles(directory.path)
    expect(existsSync(unfinished)).toBe(false)
  })
})
