import { secret } from './path-guard'
import { RefusedCommand } from './refused-command'
import { namesSecret } from './secret-names'

/** A name of letters, digits and a few signs; then steps like `~2` and `^`, or `@{1}`. Never beginning with a dash. */
const ONE = /^(?:@|[\w][\w./+-]*)(?:~\d{0,6}|\^\d{0,3}|@\{\d{1,6}\}|@\{(?:u|upstream)\})*$/
const MAX_LENGTH = 300

/**
 * What git gets for a revision: each end of it made a commit, so that the hash of a file's content names nothing; of
 * `HEAD:path` only what is no secret. Throws `RefusedCommand`.
 */
export function readRevision(typed: string): string {
  if (typed.length > MAX_LENGTH) throw bad()
  const colon = typed.indexOf(':')
  if (colon === -1) return readRange(typed)
  return `${readCommit(typed.slice(0, colon))}:${readTreePath(typed.slice(colon + 1))}`
}

function readRange(typed: string): string {
  const [from = '', dots, to = ''] = typed.split(/(\.{2,})/)
  if (dots === undefined) return readCommit(typed)
  if (dots.length > 3 || typed.split('..').length > 2) throw bad()
  return `${readCommit(from)}${dots}${readCommit(to)}`
}

function readCommit(typed: string): string {
  if (!ONE.test(typed) || typed.includes('..')) throw bad()
  return `${typed}^{commit}`
}

/** Within a commit there are no links to follow. */
function readTreePath(typed: string): string {
  const parts = typed.split('/')
  if (typed === '' || typed.startsWith('/') || typed.includes('\\') || parts.includes('..'))
    throw bad()
  if (namesSecret(typed)) throw secret()
  return typed
}

function bad(): RefusedCommand {
  return new RefusedCommand(
    'revision',
    'That is no revision like HEAD~2, main or v1..v2. Paths come after --.',
  )
}
