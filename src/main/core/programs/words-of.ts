import type { ProgramEnd } from '@shared/model/program'

/** How a program ended, in words for people and models. */
export function wordsOf({ exitCode, how }: ProgramEnd): string {
  if (how === 'time') return 'Ended: it took too long.'
  if (how === 'size') return 'Ended: it said too much.'
  if (how === 'stopped') return 'Stopped.'
  return exitCode === 0 ? 'Ended well.' : `Ended with ${exitCode ?? 'a signal'}.`
}
