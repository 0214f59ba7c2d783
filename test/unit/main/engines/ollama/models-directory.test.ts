import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isOnThisMachine } from '@main/engines/ollama/is-on-this-machine'
import { ModelsDirectory } from '@main/engines/ollama/models-directory'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'port8000-models-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const modelfileIn = (place: string) =>
  `# FROM tiny:latest\n\nFROM ${place}/sha256-${'a'.repeat(64)}\nTEMPLATE {{ .Prompt }}\n`

describe('where Ollama keeps its models', () => {
  it('is told by an installed model, and its free space is measured', async () => {
    const free = await new ModelsDirectory().freeBytes(() =>
      Promise.resolve(modelfileIn(directory)),
    )
    expect(free).toBeGreaterThan(0)
  })

  it.each([
    ['a directory that is not here, as that of a container', modelfileIn('/no/such/place/blobs')],
    ['a Modelfile that names none', 'FROM tiny:latest\n'],
  ])('is not known from %s', async (_what, modelfile) => {
    expect(await new ModelsDirectory().freeBytes(() => Promise.resolve(modelfile))).toBeNull()
  })

  it('is not known where Ollama does not answer', async () => {
    const silent = () => Promise.reject(new Error('away'))
    expect(await new ModelsDirectory().freeBytes(silent)).toBeNull()
  })

  it.each([
    ['http://localhost:11434', true],
    ['http://127.0.0.1:11434', true],
    ['http://[::1]:11434', true],
    ['http://192.168.1.20:11434', false],
    ['http://localhost.example.com', false],
    ['nonsense', false],
  ])('is looked for on this machine only: %s', (host, here) => {
    expect(isOnThisMachine(host)).toBe(here)
  })
})
