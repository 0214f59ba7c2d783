const MAX_TITLE_LENGTH = 60

/** A conversation's first title: the first line of its first message, without Markdown's marks, cut between words. */
export function titleOf(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? ''
  const plain = line
    .replace(/^[\s#>*+-]+/, '')
    .replace(/[`*_]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const title = plain === '' ? line.trim() : plain
  const characters = Array.from(title)
  if (characters.length <= MAX_TITLE_LENGTH) return title
  const cut = characters.slice(0, MAX_TITLE_LENGTH).join('')
  const lastSpace = cut.lastIndexOf(' ')
  return `${lastSpace > MAX_TITLE_LENGTH / 2 ? cut.slice(0, lastSpace) : cut}…`
}

const FORK_MARK = ' (fork)'

/** The title of a conversation that was made from another one. */
export function forkTitleOf(title: string): string {
  return title === '' || title.endsWith(FORK_MARK) ? title : `${title}${FORK_MARK}`
}
