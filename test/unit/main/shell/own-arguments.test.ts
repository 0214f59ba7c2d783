import { describe, expect, it } from 'vitest'
import { readConfig } from '@main/config/config'
import { CHROMIUM_FLAGS, ownArguments } from '@main/shell/own-arguments'

describe('ownArguments', () => {
  it('leaves out the folder that Electron was started on, wherever it stands', () => {
    expect(ownArguments(['electron', '.', '--port=0'], false)).toEqual(['--port=0'])
    expect(ownArguments(['electron', '--no-sandbox', '.', '--port', '0'], false)).toEqual([
      '--no-sandbox',
      '--port',
      '0',
    ])
  })

  it('keeps everything of a packaged application', () => {
    expect(ownArguments(['/opt/port8000', '--port', '0'], true)).toEqual(['--port', '0'])
  })
})

it('lets flags of Chromium pass and keeps complaining about unknown ones', () => {
  const read = (...argv: string[]) =>
    readConfig({ argv, env: {}, defaultDataDirectory: '/nowhere', ignoredFlags: CHROMIUM_FLAGS })
  expect(
    read('--no-sandbox', '--ozone-platform=x11', '--remote-debugging-port=0', '--port=0').settings
      .port.value,
  ).toBe(0)
  expect(() => read('--ports=1')).toThrow('--ports')
})
