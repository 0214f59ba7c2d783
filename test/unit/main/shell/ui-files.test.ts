import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerWithUiFile } from '@main/shell/ui-files'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'port8000-ui-'))
  mkdirSync(join(folder, 'ui', 'assets'), { recursive: true })
  mkdirSync(join(folder, 'ui-else'))
  writeFileSync(join(folder, 'ui', 'index.html'), '<p>page</p>')
  writeFileSync(join(folder, 'ui', 'assets', 'main.js'), 'run()')
  writeFileSync(join(folder, 'ui', 'assets', 'data.db'), 'not for the page')
  writeFileSync(join(folder, 'outside.js'), 'secret')
  writeFileSync(join(folder, 'ui-else', 'main.js'), 'secret')
})
afterAll(() => rmSync(folder, { recursive: true }))

const ask = (url: string, method = 'GET') =>
  answerWithUiFile(
    { url, method },
    { directory: join(folder, 'ui'), host: 'port8000', headersOf: () => ({ 'x-guard': 'on' }) },
  )

describe('answerWithUiFile', () => {
  it('serves the page at the root, and the headers with it', async () => {
    const response = await ask('app://port8000/')
    expect(await response.text()).toBe('<p>page</p>')
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'x-guard': 'on',
    })
  })

  it('serves a script as a script, whatever the query', async () => {
    const response = await ask('app://port8000/assets/main.js?v=1#x')
    expect(await response.text()).toBe('run()')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    ['a parent folder', 'app://port8000/../outside.js'],
    ['an encoded parent folder', 'app://port8000/%2e%2e%2foutside.js'],
    ['an encoded slash only', 'app://port8000/..%2foutside.js'],
    ['a folder whose name only begins like ours', 'app://port8000/..%2fui-else%2fmain.js'],
    ['an absolute path', 'app://port8000//etc/passwd'],
    ['a null byte', 'app://port8000/index.html%00.js'],
    ['a broken escape', 'app://port8000/%E0%A4%A'],
    ['a kind of file the UI has none of', 'app://port8000/assets/data.db'],
    ['a folder', 'app://port8000/assets'],
    ['a file that is not there', 'app://port8000/assets/gone.js'],
    ['another host', 'app://elsewhere/index.html'],
  ])('refuses %s, with the headers', async (_, url) => {
    const response = await ask(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
    expect(response.headers.get('x-guard')).toBe('on')
  })

  it('answers reading only', async () => {
    expect((await ask('app://port8000/', 'POST')).status).toBe(405)
    const head = await ask('app://port8000/', 'HEAD')
    expect([head.status, await head.text()]).toEqual([200, ''])
  })
})
