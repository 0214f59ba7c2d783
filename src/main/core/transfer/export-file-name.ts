import type { ExportFormat, ExportScope } from '@shared/model/transfer'

const ENDINGS = { json: 'json', jsonl: 'jsonl', markdown: 'md', text: 'txt', html: 'html' } as const
const LONGEST = 60

/** A name every system takes: `Rate limiter review 2026-11-21.md`. `about` is what people call what is in it. */
export function exportFileName(
  scope: ExportScope,
  about: string,
  format: ExportFormat,
  now: number,
): string {
  const day = new Date(now).toISOString().slice(0, 10)
  const name = scope.kind === 'everything' ? 'Port 8000' : plain(about)
  return `${name} ${day}.${ENDINGS[format]}`
}

/** Without what some system forbids in a name, and without what could turn its reading around. */
function plain(text: string): string {
  const kept = text
    .toWellFormed()
    .replaceAll(/[\p{C}\\/:*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
  const short = Array.from(kept).slice(0, LONGEST).join('').trim()
  return short === '' ? 'Conversation' : short
}
