import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '@main/config/config'
import { FLAGS, helpText } from '@main/config/options'
import { writeSettingsFile } from '@main/config/settings-file'

const directory = (): string => mkdtempSync(join(tmpdir(), 'port8000-config-'))
function read(
  argv: readonly string[] = [],
  env: Record<string, string> = {},
  dataDirectory = directory(),
) {
  return readConfig({ argv, env, defaultDataDirectory: dataDirectory })
}

describe('readConfig', () => {
  it('lets an argument beat the environment, the environment the file, and the file the default', () => {
    const dataDirectory = directory()
    writeSettingsFile(dataDirectory, { port: 8001, modelName: 'from-file', temperature: 0.1 })
    const { settings } = read(
      ['--port', '8003'],
      { PORT: '8002', MODEL_NAME: 'from-environment' },
      dataDirectory,
    )
    expect(settings).toMatchObject({
      port: { value: 8003, source: 'argument' },
      modelName: { value: 'from-environment', source: 'environment' },
      temperature: { value: 0.1, source: 'file' },
      maxTokens: { value: 2048, source: 'default' },
    })
  })

  it.each([
    [{}, 'http://localhost:11434'],
    [{ OLLAMA_HOST: '0.0.0.0' }, 'http://127.0.0.1:11434'],
    [{ OLLAMA_HOST: 'box.lan:9000' }, 'http://box.lan:9000'],
    [{ OLLAMA_HOST: 'a', LLAMA_ENDPOINT: 'https://models.example/' }, 'https://models.example'],
    [{ LLAMA_ENDPOINT: '' }, 'http://localhost:11434'],
  ])('reads the address of Ollama from %j', (env, address) => {
    expect(read([], env).settings.llamaEndpoint.value).toBe(address)
  })

  it.each([
    [['--nonsense'], {}, '--nonsense'],
    [['--port', 'abc'], {}, '--port'],
    [['--port', '70000'], {}, '--port'],
    [['--port'], {}, '--port'],
    [['--host', 'example.test'], {}, '--host'],
    [['--ollama', 'http://'], {}, '--ollama'],
    [['left-over'], {}, 'left-over'],
    [[], { PORT: '-1' }, 'PORT'],
    [[], { TEMPERATURE: '9' }, 'TEMPERATURE'],
    [[], { MAX_TOKENS: '1.5' }, 'MAX_TOKENS'],
  ])('says in one line what is wrong with %j %j', (argv, env, named) => {
    let message = ''
    try {
      read(argv, env)
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toContain(named)
    expect(message).not.toContain('\n')
  })

  it('starts with the defaults where the settings file does not parse, says so, and keeps the file', () => {
    const dataDirectory = directory()
    writeFileSync(join(dataDirectory, 'settings.json'), '{"port": "eight thousand"')
    const config = read([], {}, dataDirectory)
    expect(config.settings.port).toEqual({ value: 8000, source: 'default' })
    expect(config.fileProblem).toContain('settings.json')
    writeSettingsFile(dataDirectory, { port: 9000 })
    expect(readFileSync(join(dataDirectory, 'settings.unreadable.json'), 'utf8')).toContain(
      'eight thousand',
    )
    expect(read([], {}, dataDirectory).settings.port.value).toBe(9000)
  })

  it('lists every flag in its help', () => {
    for (const flag of Object.keys(FLAGS)) expect(helpText()).toContain(`--${flag}`)
  })
})
