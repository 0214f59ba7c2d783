import type { ProgramsView } from './use-program-policy'

type Flags = ProgramsView['policy']['added'][number]['flags']
const KINDS = ['path', 'number', 'text'] as const

/** Flags as they are typed into one line: `-r -n=number --from=path`. Null where a word is none. */
export function readFlags(line: string): Flags | null {
  const flags = line
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(readFlag)
  return flags.some((flag) => flag === null) ? null : flags.filter((flag) => flag !== null)
}

function readFlag(word: string): Flags[number] | null {
  const [flag = '', takes] = word.split('=')
  if (!/^--?[A-Za-z0-9][A-Za-z0-9-]*$/.test(flag)) return null
  if (takes === undefined) return { flag }
  const kind = KINDS.find((one) => one === takes)
  return kind === undefined ? null : { flag, takes: kind }
}
