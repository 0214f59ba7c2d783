import { createHash } from 'node:crypto'
import type { Message } from '@shared/model/message'
import type { Attachment } from '@shared/model/message-details'
import type {
  ExportedBot,
  ExportedSession,
  ExportHeader,
  ExportWriter,
  ReadPicture,
} from './export-writer.ts'
import { branchLineOf, endingOf, Reading, thinkingOf, titleOf, whenOf } from './reading.ts'

const STYLE = `
:root { color-scheme: light dark; --line: #8a857a; --soft: #6b6b6b1f }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.4rem; margin: 3rem 0 0 } h2 { font-size: 1rem; margin: 0 }
p { margin: 0.25rem 0 0; white-space: pre-wrap }
article { margin: 1.25rem 0; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 10px }
article.person { background: var(--soft) }
pre { margin: 0.5rem 0 0; padding: 0.75rem; background: var(--soft); border-radius: 6px; white-space: pre-wrap }
img { display: block; margin: 0.5rem 0 0; max-width: 100%; height: auto; border-radius: 6px }
code { font: 0.85em/1.5 ui-monospace, monospace } .facts { font-size: 0.85rem; opacity: 0.8 }
`
/** Nothing but this style and the pictures within may do anything: no script, no request, no form, whatever a text holds. */
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** How many bytes of pictures one page holds at most; beyond it they are named. A browser opens that within a second or two. */
const MAX_EMBEDDED_BYTES = 50_331_648

/** One file that opens anywhere, without a network and without a script. */
export class HtmlWriter implements ExportWriter {
  readonly isLossless = false
  readonly #readPicture: ReadPicture
  #reading = new Reading([])
  #embedded = 0

  constructor(readPicture: ReadPicture) {
    this.#readPicture = readPicture
  }

  begin(_header: ExportHeader, bots: readonly ExportedBot[]): string {
    this.#reading = new Reading(bots)
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">
<meta name="viewport" content="width=device-width">
<title>Conversations – Port 8000</title>
<style>${STYLE}</style>
</head>
<body>
`
  }

  beginSession(session: ExportedSession): string {
    this.#reading.begin(session)
    const facts = [this.#reading.botName(session.botId), whenOf(session.createdAt), ...session.tags]
    return `<section>\n<h1 dir="auto">${escaped(titleOf(session))}</h1>\n<p class="facts" dir="auto">${escaped(facts.join(' · '))}</p>\n`
  }

  beginBranch(parentSeq: number): string {
    return `<hr>\n<p class="facts">${escaped(branchLineOf(parentSeq))}</p>\n`
  }

  message(message: Message): string {
    const who = escaped(this.#reading.speaker(message))
    const facts = escaped(`${message.seq} · ${whenOf(message.createdAt)}`)
    const ending = endingOf(message)
    return `<article class="${message.author}">
<h2 dir="auto">${who}</h2>
<p class="facts">${facts}</p>
${this.#picturesOf(message)}${thoughtOf(message)}${blocksOf(message.text)}
${ending === null ? '' : `<p class="facts">${escaped(ending)}</p>\n`}</article>
`
  }

  endSession(): string {
    return '</section>\n'
  }

  end(): Iterable<string> {
    return ['</body>\n</html>\n']
  }

  #picturesOf({ details }: Message): string {
    return (details?.attachments ?? []).map((picture) => this.#pictureOf(picture)).join('')
  }

  /** In the page itself, as long as there is room. */
  #pictureOf({ hash, name, type, width, height }: Attachment): string {
    const named = `Picture: ${name}`
    const bytes = this.#readPicture(hash)
    if (bytes === null) return factLine(`${named} (not here any more)`)
    if (this.#embedded + bytes.length > MAX_EMBEDDED_BYTES)
      return factLine(`${named} (left out: this page holds 48 MB of pictures already)`)
    this.#embedded += bytes.length
    const source = `data:${escaped(type)};base64,${bytes.toString('base64')}`
    return `<img alt="${escaped(name)}" width="${width}" height="${height}" src="${source}">\n`
  }
}

function factLine(text: string): string {
  return `<p class="facts" dir="auto">${escaped(text)}</p>\n`
}

/** Closed until somebody opens it, which needs no script. */
function thoughtOf(message: Message): string {
  const thinking = thinkingOf(message)
  if (thinking === null) return ''
  return `<details class="facts"><summary>${escaped(thinking.heading)}</summary>\n<p dir="auto">${escaped(thinking.text)}</p></details>\n`
}

/** Fenced code as code, everything else as the text it is. */
function blocksOf(text: string): string {
  const blocks: string[] = []
  let fence: string | null = null
  let lines: string[] = []
  const close = (): void => {
    blocks.push(blockOf(lines.join('\n'), fence !== null))
    lines = []
  }
  for (const line of text.split('\n')) {
    const next = fenceAfter(line, fence)
    if (next === fence) lines.push(line)
    else {
      close()
      fence = next
    }
  }
  close()
  return blocks.filter((block) => block !== '').join('\n')
}

function blockOf(text: string, isCode: boolean): string {
  if (isCode) return `<pre dir="ltr"><code>${escaped(text)}</code></pre>`
  return text.trim() === '' ? '' : `<p dir="auto">${escaped(text)}</p>`
}

/** The marks that end the code in which the next line stands; null outside code. */
function fenceAfter(line: string, fence: string | null): string | null {
  const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1]
  if (mark === undefined) return fence
  if (fence === null) return mark
  return mark.startsWith(fence) && line.trim() === mark ? null : fence
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
