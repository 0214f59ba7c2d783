import type { CommandRequest } from '@shared/contract/commands'
import type { Upstream } from './upstream-row'

/** A server as it stands in the form: texts. */
export interface UpstreamDraft {
  readonly name: string
  readonly address: string
  readonly weight: string
  readonly token: string
  /** `Name: value`, one on each line. */
  readonly headers: string
  /** Whether the token and headers that are set are forgotten. */
  readonly forget: boolean
}

export type DraftProblems = Readonly<
  Record<'name' | 'address' | 'weight' | 'headers', string | null>
>

export function draftOf(upstream: Upstream | null): UpstreamDraft {
  const { name = '', address = '', weight = 1 } = upstream ?? {}
  return { name, address, weight: String(weight), token: '', headers: '', forget: false }
}

export function problemsOf({ name, address, weight, headers }: UpstreamDraft): DraftProblems {
  return {
    name: name.trim() === '' ? 'Needs a name.' : null,
    address: problemOfAddress(address.trim()),
    weight: /^(?:[1-9]\d?|100)$/.test(weight.trim()) ? null : 'Takes a whole number from 1 to 100.',
    headers: linesOf(headers).every((line) => /^[^:\s]+:\s*\S/.test(line))
      ? null
      : 'Each line takes a name, a colon and a value.',
  }
}

export function toFields({ name, address, weight }: UpstreamDraft) {
  return { name: name.trim(), address: address.trim(), weight: Number(weight) }
}

/** What is left empty stays as it is. */
export function toSecrets({
  token,
  headers,
  forget,
}: UpstreamDraft): Pick<CommandRequest<'upstreams.test'>, 'token' | 'headers'> {
  const given = toHeaders(headers)
  const kept = forget ? null : undefined
  return {
    token: token.trim() === '' ? kept : token.trim(),
    headers: given.length === 0 ? kept : given,
  }
}

export function toHeaders(text: string) {
  return linesOf(text).map((line) => {
    const colon = line.indexOf(':')
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
  })
}

export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

export function problemOfAddress(text: string, example = 'http://gpu.local:11434'): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return `An address begins with http:// or https://, like ${example}.`
  return url.username === '' && url.password === ''
    ? null
    : 'Takes no name and password. Set a token or headers below.'
}
