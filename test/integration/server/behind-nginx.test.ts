import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'

const NGINX = process.env['NGINX'] ?? '/usr/sbin/nginx'
const HOST = 'bots.example.org'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

describe.skipIf(!existsSync(NGINX))('behind nginx, as docs/proxy/nginx.conf sets it up', () => {
  let app: TestApp
  let nginx: ChildProcess
  let folder: string
  let port: number
  let token: string
  beforeAll(async () => {
    app = await startTestApp({
      env: { ALLOWED_HOSTS: `https://${HOST}`, TRUSTED_PROXIES: '127.0.0.1' },
    })
    token = (await app.call('access.createToken', { name: 'x', role: 'owner' })).secret
    folder = mkdtempSync(join(tmpdir(), 'port8000-nginx-'))
    port = await freePort()
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    const subject = ['-subj', `/CN=${HOST}`, '-days', '2', '-keyout', key, '-out', certificate]
    const how = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
    execFileSync('openssl', [...how, ...subject], { stdio: 'ignore' })
    const example = readFileSync('docs/proxy/nginx.conf', 'utf8')
      .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
      .replace('listen 80', `listen 127.0.0.1:${await freePort()}`)
      .replace('127.0.0.1:8000', new URL(app.address).host)
      .replace(/\/etc\/ssl\/\S+\.pem/, certificate)
      .replace(/\/etc\/ssl\/\S+\.key/, key)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${join(folder, name)};`)
      .join('\n')
    const whole = `daemon off; pid ${join(folder, 'pid')}; error_log stderr;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${example}\n}`
    writeFileSync(join(folder, 'nginx.conf'), whole)
    nginx = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
    await vi.waitUntil(
      () =>
        ask('/health').then(
          ({ status }) => status === 200,
          () => false,
        ),
      { timeout: 20_000 },
    )
  })
  afterAll(async () => {
    const ended = once(nginx, 'exit')
    nginx.kill('SIGTERM')
    await ended
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function ask(path: string, headers: Readonly<Record<string, string>> = {}) {
    const sent = request({
      ...{ host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false },
      headers: { host: HOST, ...headers },
    }).end()
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    let text = ''
    for await (const part of response) text += String(part)
    return { status: response.statusCode, text }
  }

  it('the API answers under its name, and walls stand', async () => {
    const authorization = `Bearer ${token}`
    expect((await ask('/api/v1/bots')).status).toBe(401)
    expect((await ask('/api/v1/bots', { authorization })).status).toBe(200)
    const origin = `https://${HOST}`
    expect((await ask('/api/v1/bots', { authorization, origin })).status).toBe(200)
    expect((await ask('/api/v1/bots', { authorization, origin: 'https://evil.test' })).status).toBe(
      403,
    )
  })

  it('sockets open, ask and are answered', async () => {
    const socket = new WebSocket(`wss://127.0.0.1:${port}/ws`, {
      rejectUnauthorized: false,
      origin: `https://${HOST}`,
      headers: { host: HOST, authorization: `Bearer ${token}` },
    })
    const frames: unknown[] = []
    socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString())))
    await once(socket, 'open')
    socket.send(JSON.stringify({ id: 1, command: 'bots.list' }))
    await expect.poll(() => frames.length).toBe(2)
    expect(frames[0]).toMatchObject({ hello: { signedIn: true } })
    expect(frames[1]).toMatchObject({ id: 1, ok: true })
    socket.terminate()
  })
})
