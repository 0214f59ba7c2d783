import { RefusedCommand } from './refused-command'
import type { RefusalRule } from './refused-command'

const MAX_LINE = 4_096

/** What a shell would make something of, by the rule that refuses it. There is no shell; people who expect one are told. */
const SIGNS: Readonly<Record<string, RefusalRule>> = {
  ';': 'chaining',
  '&': 'chaining',
  '|': 'chaining',
  '<': 'redirection',
  '>': 'redirection',
  $: 'substitution',
  '`': 'substitution',
  '(': 'grouping',
  ')': 'grouping',
  '{': 'grouping',
  '}': 'grouping',
  '*': 'globbing',
  '?': 'globbing',
  '[': 'globbing',
  ']': 'globbing',
  '\\': 'escape',
  '!': 'history',
  '#': 'comment',
}

/** Between pieces; or one in single quotes, in double quotes, or bare. */
const PIECE = /([ \t]+)|'([^']*)'|"([^"]*)"|([^ \t'"]+)/y

/** Signs that turn the direction of text, or that nobody sees: what is allowed must look like what it is. */
const MISLEADING = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u{fffc}\u{fffd}]/u
/** Windows turns some of these into quotes, bars and backslashes for programs that do not speak Unicode. */
const FULL_WIDTH = /[\uff01-\uff5e\u2018-\u201f\u2032-\u2036\u20a9\u00a5]/

/**
 * The words of a typed line. Quotes are the only thing that is special: single and double ones keep what is between them
 * as it is. Whatever a shell would act on is refused outside of quotes, and what it would act on inside double quotes too.
 * Throws `RefusedCommand`.
 */
export function splitLine(line: string, platform: NodeJS.Platform): string[] {
  refuseUnreadable(line, platform)
  const words: string[] = []
  let word: string | null = null
  for (const { space, text } of piecesOf(line, platform)) {
    if (!space) word = (word ?? '') + text
    else if (word !== null) words.push(word)
    if (space) word = null
  }
  return word === null ? words : [...words, word]
}

interface Piece {
  readonly space: boolean
  readonly text: string
}

function piecesOf(line: string, platform: NodeJS.Platform): Piece[] {
  const pieces: Piece[] = []
  PIECE.lastIndex = 0
  while (PIECE.lastIndex < line.length) {
    const found = PIECE.exec(line)
    if (!found) throw refusal('unfinished-quote', 'A quote is not closed.')
    pieces.push(readPiece(found, pieces.at(-1)?.space ?? true, platform))
  }
  return pieces
}

function readPiece(
  [, space, single, double, bare]: RegExpExecArray,
  beginsWord: boolean,
  platform: NodeJS.Platform,
): Piece {
  if (double !== undefined) refuseInDouble(double)
  if (bare !== undefined) refuseBare(bare, beginsWord, platform)
  return { space: space !== undefined, text: single ?? double ?? bare ?? '' }
}

function refuseUnreadable(line: string, platform: NodeJS.Platform): void {
  if (line.length > MAX_LINE)
    throw refusal('too-long', `A command has at most ${MAX_LINE} characters.`)
  if (/[\r\n\u0085\u2028\u2029]/.test(line))
    throw refusal('newline', 'A command is one line. Send the next one by itself.')
  // eslint-disable-next-line no-control-regex -- those are what it looks for
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(line))
    throw refusal('control-character', 'There is a control character in it.')
  if (!line.isWellFormed() || MISLEADING.test(line))
    throw refusal('misleading-character', 'There is an invisible or misleading character in it.')
  if (platform === 'win32' && FULL_WIDTH.test(line))
    throw refusal('misleading-character', 'There is a character in it that Windows may change.')
}

function refuseInDouble(text: string): void {
  if (/[$`]/.test(text))
    throw refusal(
      'substitution',
      'Nothing is filled in, so $ and ` cannot stand in double quotes. Use single quotes.',
    )
  if (/\\(?:["\\]|$)/.test(text))
    throw refusal('escape', 'Nothing is escaped with \\. Use single quotes around it.')
}

function refuseBare(text: string, beginsWord: boolean, platform: NodeJS.Platform): void {
  if (beginsWord && text.startsWith('~'))
    throw refusal('home-folder', '~ does not stand for a folder here. Write the path.')
  if (/%[^%\s]+%/.test(text) || (platform === 'win32' && /[%^]/.test(text)))
    throw refusal('variable', 'Nothing is filled in for %…%. Put it in single quotes.')
  if (/[^\S \t]/.test(text))
    throw refusal('misleading-character', 'There is a space in it that is not an ordinary one.')
  for (const sign of text) {
    const rule = signRule(sign, platform)
    if (rule)
      throw refusal(
        rule,
        `There is no shell, so ${sign} does nothing here. Put it in single quotes.`,
      )
  }
}

function signRule(sign: string, platform: NodeJS.Platform): RefusalRule | undefined {
  if (sign === '\\' && platform === 'win32') return undefined
  return Object.hasOwn(SIGNS, sign) ? SIGNS[sign] : undefined
}

function refusal(rule: RefusalRule, message: string): RefusedCommand {
  return new RefusedCommand(rule, message)
}
