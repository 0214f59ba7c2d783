import { describe, expect, it } from 'vitest'
import { createExternalOpener } from '@main/shell/open-external'
import { recordingLog } from '@test/support/recording-log'

function setUp(open: (url: string) => Promise<void> = () => Promise.resolve()) {
  const opened: string[] = []
  const opener = createExternalOpener((url) => {
    opened.push(url)
    return open(url)
  }, recordingLog().log)
  return { opener, opened }
}

describe('openLink', () => {
  it.each(['https://example.org/a?b#c', 'HTTPS://EXAMPLE.ORG', 'mailto:a@example.org'])(
    'opens %s',
    async (url) => {
      const { opener, opened } = setUp()
      await opener.openLink(url)
      expect(opened).toEqual([url])
    },
  )

  it.each([
    'http://example.org',
    'http://127.0.0.1:8000/',
    'file:///etc/passwd',
    'smb://server/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,hi',
    'vbscript:x',
    'app://port8000/',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'https//missing-colon',
    '',
  ])('does not open %j', async (url) => {
    const { opener, opened } = setUp()
    await opener.openLink(url)
    expect(opened).toEqual([])
  })

  it('does not reject where the system has no program for it', async () => {
    const { opener } = setUp(() => Promise.reject(new Error('no browser')))
    await expect(opener.openLink('https://example.org')).resolves.toBeUndefined()
  })
})

describe('openController', () => {
  it('opens an address of the server, and tells where that is not possible', async () => {
    const { opener, opened } = setUp()
    await opener.openController('http://127.0.0.1:8000/#sign-in=abc')
    expect(opened).toEqual(['http://127.0.0.1:8000/#sign-in=abc'])

    const broken = setUp(() => Promise.reject(new Error('no browser')))
    await expect(broken.opener.openController('http://127.0.0.1:8000/')).rejects.toThrow(
      'no browser',
    )
  })

  it('opens nothing else', async () => {
    const { opener, opened } = setUp()
    await expect(opener.openController('file:///etc/passwd')).rejects.toThrow('not an address')
    expect(opened).toEqual([])
  })
})
