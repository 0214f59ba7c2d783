import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Attachment } from '@shared/model/message-details'
import { sendHttp } from '@test/support/http-client'
import { aPng, aTalkativeJpeg, aTalkativePng, SECRET } from '@test/support/pictures'
import { startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

let app: TestApp
let token: string

beforeEach(async () => {
  app = await startTestApp()
  token = await tokenOf('member')
})
afterEach(() => app.close())

const tokenOf = async (role: 'viewer' | 'member' | 'owner') =>
  (await app.call('access.createToken', { name: role, role })).secret
const post = (
  body: Buffer | string,
  options: Parameters<typeof sendHttp>[2] = {},
  name = 'a.png',
) =>
  sendHttp(app.address, `/api/v1/attachments?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    token,
    headers: { 'content-type': 'application/octet-stream' },
    body,
    ...options,
  })
const show = (hash: string, options: Parameters<typeof sendHttp>[2] = { token }) =>
  sendHttp(app.address, `/api/v1/attachments/${hash}`, options)
async function posted(body: Buffer, name?: string): Promise<Attachment> {
  const answer = await post(body, {}, name)
  expect(answer.status).toBe(201)
  return (answer.json() as { attachment: Attachment }).attachment
}
const stored = () =>
  readdirSync(join(app.dataDirectory, 'attachments'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
const errorOf = (answer: { json(): unknown }) =>
  (answer.json() as { error: { code: string; message: string } }).error

describe('a picture over HTTP', () => {
  it('comes in, is cleaned, and is shown with what its bytes say it is', async () => {
    const attachment = await posted(aTalkativePng(), 'Strand “2”.png')
    expect(attachment).toMatchObject({
      name: 'Strand “2”.png',
      type: 'image/png',
      width: 4,
      height: 3,
    })
    const shown = await show(attachment.hash)
    expect(shown.status).toBe(200)
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(aPng().length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(shown.headers['content-disposition']).toContain('inline; filename="Strand _2_.png"')
    const [file] = stored()
    const bytes = readFileSync(
      join(app.dataDirectory, 'attachments', attachment.hash.slice(0, 2), file ?? ''),
    )
    expect(bytes).toEqual(aPng())
    expect(bytes.includes(SECRET)).toBe(false)
  })

  it('is a JPEG, whatever its name and its header say', async () => {
    const headers = { 'content-type': 'image/svg+xml' }
    const answer = await post(aTalkativeJpeg(), { headers }, 'drawing.svg')
    const { attachment } = answer.json() as { attachment: Attachment }
    expect(attachment.type).toBe('image/jpeg')
    expect((await show(attachment.hash)).headers['content-type']).toBe('image/jpeg')
  })

  it('tells scripts what may come, and what is known of one', async () => {
    const limits = await sendHttp(app.address, '/api/v1/attachments/limits', { token })
    expect(limits.json()).toEqual({
      maxBytes: 10_485_760,
      maxPixels: 50_000_000,
      maxPerMessage: 8,
      types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
    })
    const attachment = await posted(aPng())
    const facts = await sendHttp(app.address, `/api/v1/attachments/${attachment.hash}/facts`, {
      token,
    })
    expect(facts.json()).toEqual({ attachment })
  })
})

describe('what is refused, and leaves nothing', () => {
  afterEach(() => expect(stored()).toEqual([]))

  it('anything from somebody who is not signed in, or may only read', async () => {
    expect((await post(aPng(), { token: 'nonsense' })).status).toBe(401)
    expect((await post(aPng(), { token: await tokenOf('viewer') })).status).toBe(403)
    const foreign = { origin: 'https://evil.example' }
    expect((await post(aPng(), foreign)).status).toBe(403)
    expect((await post(aPng(), { host: 'evil.example' })).status).toBe(403)
  })

  it('SVG and HTML called a picture, and a picture that is cut off', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    const headers = { 'content-type': 'image/png' }
    const answer = await post(svg, { headers })
    expect([answer.status, errorOf(answer).code]).toEqual([400, 'invalid_input'])
    expect(errorOf(answer).message).toMatch(/not a PNG, JPEG, WebP or GIF/)
    expect((await post('<!doctype html><script>1</script>')).status).toBe(400)
    expect((await post(aPng().subarray(0, 60))).status).toBe(400)
    expect((await post('')).status).toBe(400)
  })

  it('more than 10 MB, told before it is read, and while it is read where nobody said how much', async () => {
    const large = Buffer.concat([aPng(), Buffer.alloc(10_485_760)])
    const told = await post(large)
    expect([told.status, errorOf(told).code]).toEqual([413, 'too_large'])
    expect(await statusOfEndless()).toBe(413)
  })

  it('one whose sender hangs up half-way', async () => {
    const sending = open({ 'content-length': '4000' })
    sending.write(aPng())
    sending.on('error', () => undefined)
    await new Promise((resolve) =>
      sending.once('socket', (socket) => socket.once('connect', resolve)),
    )
    sending.destroy()
    await new Promise((resolve) => sending.once('close', resolve))
    // The server goes on, and takes the next one.
    expect((await post('')).status).toBe(400)
  })
})

describe('showing', () => {
  it('is for whoever is signed in, also to read only', async () => {
    const { hash } = await posted(aPng())
    expect((await show(hash, {})).status).toBe(401)
    expect((await show(hash, { token: await tokenOf('viewer') })).status).toBe(200)
  })

  it('answers 404 for what is not here, and never looks outside its folder', async () => {
    expect((await show('f'.repeat(64))).status).toBe(404)
    for (const path of ['..%2f..%2fport8000.db', '%2e%2e', 'port8000.db', 'A'.repeat(64)]) {
      const answer = await show(path)
      expect([400, 404]).toContain(answer.status)
    }
    expect(existsSync(join(app.dataDirectory, 'port8000.db'))).toBe(true)
  })
})

function open(headers: Readonly<Record<string, string>>) {
  return request(`${app.address}/api/v1/attachments?name=a.png`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png', ...headers },
  })
}

/** Sends for as long as it is let, and answers what it was told. */
function statusOfEndless(): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = open({ 'transfer-encoding': 'chunked' })
    let isAnswered = false
    sending.on('response', (response) => {
      isAnswered = true
      response.resume()
      resolve(response.statusCode)
      sending.destroy()
    })
    sending.on('error', (error) => {
      if (!isAnswered) reject(error)
    })
    const piece = Buffer.alloc(262_144)
    const go = (): void => {
      if (!isAnswered && !sending.destroyed) sending.write(piece, () => setImmediate(go))
    }
    go()
  })
}
