import { expect, it } from 'vitest'
import { HtmlWriter } from '@main/core/transfer/formats/html-writer'
import type { Message } from '@shared/model/message'

const picture = (name: string) =>
  ({ hash: name.repeat(64), name, type: 'image/png', size: 1, width: 2, height: 3 }) as const
const said = (name: string): Message => ({
  ...{
    id: 'm',
    sessionId: 's',
    seq: 1,
    parentSeq: 0,
    author: 'person',
    text: 'Look',
    turnId: null,
  },
  ...{ status: 'complete', clientMessageId: null, botId: null, error: null, model: null },
  ...{ metrics: null, createdAt: 0, details: { attachments: [picture(name)] } },
})

it('puts 48 MB of pictures in a page and names the others', () => {
  const writer = new HtmlWriter((hash) =>
    Buffer.alloc(hash.startsWith('b') ? 40_000_000 : 10_000_000),
  )
  expect(writer.message(said('a'))).toContain('<img alt="a"')
  expect(writer.message(said('b'))).toContain('<img alt="b"')
  const third = writer.message(said('c'))
  expect(third).not.toContain('<img')
  expect(third).toContain('Picture: c (left out: this page holds 48 MB of pictures already)')
})
