import { createServer } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { OllamaExposure } from '@main/engines/ollama/ollama-exposure'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { recordingLog } from '@test/support/recording-log'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function exposure(addresses: readonly string[]) {
  let now = 0
  const asked: string[] = []
  const { log } = recordingLog()
  const looker = new OllamaExposure({
    ...{ log, now: () => now },
    addresses: () => {
      asked.push(...addresses)
      return addresses
    },
  })
  return { looker, asked, pass: (ms: number) => (now += ms) }
}

async function startOllama() {
  const fake = await startFakeOllama()
  closers.push(() => fake.close())
  return fake
}

it('warns of an Ollama that answers on another address of this machine, too', async () => {
  const fake = await startOllama()
  const { looker } = exposure(['127.0.0.1'])
  expect(await looker.warningOf(`http://localhost:${fake.port}`)).toContain('OLLAMA_HOST=127.0.0.1')
})

it('says nothing of one that only this machine can reach', async () => {
  const fake = await startOllama()
  const { looker } = exposure(['::1'])
  expect(await looker.warningOf(fake.url)).toBeNull()
})

it('says nothing where what answers there is no Ollama', async () => {
  const server = createServer((_, res) => res.end('<p>Something else</p>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  expect(await exposure(['127.0.0.1']).looker.warningOf(`http://localhost:${port}`)).toBeNull()
})

it('asks nobody for the sake of a server on another machine', async () => {
  const { looker, asked } = exposure(['127.0.0.1'])
  expect(await looker.warningOf('http://gpu.home:11434')).toBeNull()
  expect(await looker.warningOf('no address')).toBeNull()
  expect(asked).toEqual([])
})

it('looks again after ten minutes, not at every question', async () => {
  const fake = await startOllama()
  const { looker, asked, pass } = exposure(['::1'])
  await looker.warningOf(fake.url)
  await looker.warningOf(fake.url)
  expect(asked).toHaveLength(1)
  pass(600_000)
  await looker.warningOf(fake.url)
  expect(asked).toHaveLength(2)
})
