import type { CommandRequest } from '@shared/contract/commands'
import type { ToolServer } from './tool-server-row'
import { linesOf, problemOfAddress, toHeaders } from './upstream-draft'

/** A tool server as it stands in the form: texts. */
export interface ToolServerDraft {
  readonly name: string
  readonly kind: 'stdio' | 'http'
  readonly command: string
  /** One on each line. */
  readonly arguments: string
  /** `NAME=value`, one on each line. */
  readonly environment: string
  readonly url: string
  readonly token: string
  /** `Name: value`, one on each line. */
  readonly headers: string
  /** Whether the secrets that are set are forgotten. */
  readonly forget: boolean
}

type Problem = string | null
export type ToolServerProblems = Readonly<
  Record<'name' | 'command' | 'environment' | 'url' | 'headers', Problem>
>

const EMPTY: ToolServerDraft = {
  ...{ name: '', kind: 'stdio', command: '', arguments: '', url: '' },
  ...{ environment: '', token: '', headers: '', forget: false },
}

/** Secrets are never there to be shown. */
export function draftOf(server: ToolServer | null): ToolServerDraft {
  if (server === null) return EMPTY
  const { name, target } = server
  if (target.kind === 'http') return { ...EMPTY, name, kind: 'http', url: target.url }
  const { command, arguments: args } = target
  return { ...EMPTY, name, command, arguments: args.join('\n') }
}

/** What keeps it from being tried or kept; of the other kind's fields, nothing. */
export function problemsOf(draft: ToolServerDraft): ToolServerProblems {
  const isProgram = draft.kind === 'stdio'
  const areVariables = linesOf(draft.environment).every((line) =>
    /^[A-Za-z_][A-Za-z0-9_]*=./.test(line),
  )
  const areHeaders = linesOf(draft.headers).every((line) => /^[^:\s]+:\s*\S/.test(line))
  return {
    name: problemOfName(draft.name.trim()),
    command: isProgram && draft.command.trim() === '' ? 'Needs a program.' : null,
    environment: !isProgram || areVariables ? null : 'Each line takes a name, “=” and a value.',
    url: isProgram ? null : problemOfAddress(draft.url.trim(), 'https://tools.local/mcp'),
    headers: isProgram || areHeaders ? null : 'Each line takes a name, a colon and a value.',
  }
}

type Reached = Pick<
  CommandRequest<'toolServers.add'>,
  'target' | 'token' | 'headers' | 'environment'
>

/** How it is reached, and with what; secrets that are left empty stay as they are. */
export function toReached(draft: ToolServerDraft): Reached {
  const kept = draft.forget ? null : undefined
  if (draft.kind === 'http') {
    const headers = toHeaders(draft.headers)
    return {
      target: { kind: 'http', url: draft.url.trim() },
      token: draft.token.trim() === '' ? kept : draft.token.trim(),
      headers: headers.length === 0 ? kept : headers,
    }
  }
  const environment = linesOf(draft.environment).map((line) => {
    const end = line.indexOf('=')
    return { name: line.slice(0, end), value: line.slice(end + 1) }
  })
  return {
    target: {
      kind: 'stdio',
      command: draft.command.trim(),
      arguments: linesOf(draft.arguments),
    },
    environment: environment.length === 0 ? kept : environment,
  }
}

function problemOfName(name: string): Problem {
  return /^[a-z0-9][a-z0-9_-]{0,39}$/.test(name)
    ? null
    : 'Takes up to 40 small letters, digits, “-” or “_”, like files.'
}
