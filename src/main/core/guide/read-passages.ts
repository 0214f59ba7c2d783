import type { Passage } from './guide-index'

const HEADING = /^ {0,3}(#{1,2})\s+(.*?)(?:\s+#+)?\s*$/
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/

/**
 * Cuts a page of the user guide into one passage per `#` and `##` heading; deeper headings stay in the text.
 * The page's title is its first `#` heading, or `page` where it has none. Headings without text are left out.
 */
export function readPassages(page: string, markdown: string): readonly Passage[] {
  const sections = toSections(markdown)
  const pageTitle = sections.find((section) => section.level === 1)?.heading ?? page
  return sections
    .map(({ heading, lines }) => ({
      page,
      pageTitle,
      heading: heading || pageTitle,
      text: lines.join('\n').trim(),
    }))
    .filter((passage) => passage.text !== '')
}

interface Section {
  /** 0 for what stands before the first heading. */
  readonly level: number
  readonly heading: string
  readonly lines: string[]
}

function toSections(markdown: string): readonly Section[] {
  let section: Section = { level: 0, heading: '', lines: [] }
  const sections = [section]
  let fence = ''
  for (const line of markdown.split(/\r?\n/)) {
    const heading = fence === '' ? HEADING.exec(line) : null
    if (heading) {
      section = { level: heading[1]?.length ?? 1, heading: heading[2] ?? '', lines: [] }
      sections.push(section)
      continue
    }
    fence = fenceAfter(line, fence)
    section.lines.push(line)
  }
  return sections
}

/** The marker of the code block that is open after `line`, or an empty string. A block ends with the marker it began with, or a longer one. */
function fenceAfter(line: string, open: string): string {
  const [, marker = '', rest = ''] = FENCE.exec(line) ?? []
  if (open === '') return marker
  return marker.startsWith(open) && rest.trim() === '' ? '' : open
}
