import type {
  Code,
  Construct,
  Effects,
  Extension,
  State,
  TokenizeContext,
} from 'micromark-util-types'
import { mathsFenceOf } from './maths-lines'
import type { MathsOpener } from './maths-lines'
import { isMaths, opensMaths } from './maths-signs'
import type { Delimiter } from './maths-signs'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    maths: 'maths'
    mathsData: 'mathsData'
    mathsBlock: 'mathsBlock'
    mathsRest: 'mathsRest'
  }
}

const DOLLAR = 36
const BACKSLASH = 92
const BACKTICK = 96

const isLineEnd = (code: Code): code is -5 | -4 | -3 => code !== null && code < -2
/** A tab is one code for itself and some for the columns it takes. */
const charOf = (code: Code): string => {
  if (code === null || isLineEnd(code)) return '\n'
  return code < 0 ? '\t' : String.fromCharCode(code)
}

/** `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, in a line and over lines. Not in code, which the parser has taken before. */
export const mathsSyntax: Extension = {
  text: {
    [DOLLAR]: { name: 'maths', tokenize: tokenizeText },
    [BACKSLASH]: { name: 'maths', tokenize: tokenizeText },
  },
  flow: {
    [DOLLAR]: { name: 'mathsBlock', tokenize: tokenizeBlock, concrete: true },
    [BACKSLASH]: { name: 'mathsBlock', tokenize: tokenizeBlock, concrete: true },
  },
}

/** Up to where there is no end for a delimiter, found when one was looked for: it is not looked for again. */
const dead = new WeakMap<TokenizeContext, Partial<Record<Delimiter, number>>>()

function tokenizeText(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const scan = new TextScan(this, effects, ok, nok)
  return (code) => scan.start(code)
}

/** Reads maths in a line of text from its opener to its closer. What turns out not to be maths is left to the others. */
class TextScan {
  readonly #context: TokenizeContext
  readonly #effects: Effects
  readonly #ok: State
  readonly #nok: State
  readonly #before: string
  readonly #startAt: number
  #delimiter: Delimiter = '$'
  #text = ''
  #hasData = false

  constructor(context: TokenizeContext, effects: Effects, ok: State, nok: State) {
    this.#context = context
    this.#effects = effects
    this.#ok = ok
    this.#nok = nok
    this.#before = charOf(context.previous)
    this.#startAt = context.now().offset
  }

  start(code: Code): State | undefined {
    this.#effects.enter('maths')
    this.#take(code)
    return code === BACKSLASH ? this.#afterBackslash : this.#afterDollar
  }

  readonly #afterBackslash = (code: Code): State | undefined => {
    const char = charOf(code)
    if (char !== '(' && char !== '[') return this.#nok(code)
    return this.#open(char === '(' ? '\\(' : '\\[', code)
  }

  readonly #afterDollar = (code: Code): State | undefined => {
    if (code === DOLLAR) return this.#open('$$', code)
    return this.#isDead('$') || !opensMaths('$', this.#before) ? this.#nok(code) : this.#first(code)
  }

  #open(delimiter: Delimiter, code: Code): State | undefined {
    if (this.#isDead(delimiter) || !opensMaths(delimiter, this.#before)) return this.#nok(code)
    this.#delimiter = delimiter
    this.#take(code)
    return this.#first
  }

  readonly #first = (code: Code): State | undefined => {
    const isBlank = charOf(code).trim() === ''
    const isRefused = this.#delimiter === '$' ? isBlank : code === DOLLAR
    return isRefused ? this.#nok(code) : this.#inside(code)
  }

  readonly #inside = (code: Code): State | undefined => {
    if (code === null || code === BACKTICK) return this.#fail(code)
    if (isLineEnd(code)) return this.#newLine(code)
    this.#take(code)
    if (code === BACKSLASH) return this.#escaped
    if (code !== DOLLAR || !this.#delimiter.startsWith('$')) return this.#inside
    return this.#delimiter === '$$' ? this.#secondDollar : this.#afterCloser
  }

  readonly #escaped = (code: Code): State | undefined => {
    if (code === null || isLineEnd(code)) return this.#inside(code)
    this.#take(code)
    const closes = this.#delimiter === (code === 41 ? '\\(' : code === 93 ? '\\[' : null)
    return closes ? this.#afterCloser : this.#inside
  }

  readonly #secondDollar = (code: Code): State | undefined => {
    if (code !== DOLLAR) return this.#inside(code)
    this.#take(code)
    return this.#afterCloser
  }

  readonly #afterCloser = (code: Code): State | undefined => {
    if (!isMaths(this.#delimiter, this.#text, charOf(code))) return this.#nok(code)
    this.#endData()
    this.#effects.exit('maths')
    return this.#ok(code)
  }

  #newLine(code: Code): State {
    this.#endData()
    this.#effects.enter('lineEnding')
    this.#effects.consume(code)
    this.#effects.exit('lineEnding')
    this.#text += '\n'
    return this.#inside
  }

  #fail(code: Code): State | undefined {
    const offset = code === null ? Infinity : this.#context.now().offset
    dead.set(this.#context, { ...dead.get(this.#context), [this.#delimiter]: offset })
    return this.#nok(code)
  }

  #isDead(delimiter: Delimiter): boolean {
    return this.#startAt < (dead.get(this.#context)?.[delimiter] ?? 0)
  }

  #take(code: Code): void {
    if (!this.#hasData) this.#effects.enter('mathsData')
    this.#hasData = true
    this.#text += charOf(code)
    this.#effects.consume(code)
  }

  #endData(): void {
    if (this.#hasData) this.#effects.exit('mathsData')
    this.#hasData = false
  }
}

/** Reads maths over lines, from a line that begins with its opener to the closer, or to the end of what holds it. */
function tokenizeBlock(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const lazyLines = this.parser.lazy
  const isLazy = () => lazyLines[this.now().line] === true
  let line = ''
  let opener: MathsOpener | null = null
  let isEscaped = false
  let before = ''

  /** Goes on in the next line, unless that belongs to somebody else. */
  const nextLine: Construct = {
    partial: true,
    tokenize: (nextEffects, nextOk, nextNok) => (code) => {
      nextEffects.enter('lineEnding')
      nextEffects.consume(code)
      nextEffects.exit('lineEnding')
      return (first) => (isLazy() ? nextNok(first) : nextOk(first))
    },
  }

  const take = (code: Code) => {
    if (line === '') effects.enter('mathsData')
    line += charOf(code)
    effects.consume(code)
  }
  const endLine = () => {
    if (line !== '') effects.exit('mathsData')
    line = ''
  }
  const finish = (code: Code) => {
    effects.exit('mathsBlock')
    return ok(code)
  }

  const firstLine = (code: Code): State | undefined => {
    if (code !== null && !isLineEnd(code)) {
      take(code)
      return firstLine
    }
    opener = mathsFenceOf(line)
    if (opener === null) return nok(code)
    // The paragraph above only wants to know whether it ends here.
    return this.interrupt === true ? ok(code) : lineEnd(code)
  }
  const lineEnd = (code: Code): State | undefined => {
    endLine()
    isEscaped = false
    before = ''
    return code === null ? finish(code) : effects.attempt(nextLine, inLine, finish)(code)
  }
  const inLine = (code: Code): State | undefined => {
    if (code === null || isLineEnd(code)) return lineEnd(code)
    const mark = isEscaped ? `\\${charOf(code)}` : before + charOf(code)
    const isClosed = mark === (opener === '$$' ? '$$' : '\\]')
    before = isEscaped || code !== DOLLAR ? '' : '$'
    isEscaped = !isEscaped && code === BACKSLASH
    take(code)
    return isClosed ? afterCloser : inLine
  }
  const afterCloser = (code: Code): State | undefined => {
    if (code !== null && code < 0 && !isLineEnd(code)) return skip(code)
    if (code === 32) return skip(code)
    endLine()
    effects.exit('mathsBlock')
    return code === null || isLineEnd(code) ? ok(code) : startRest(code)
  }
  const skip = (code: Code): State => {
    take(code)
    return afterCloser
  }
  // What stands behind the closer is a paragraph, but not one that a line under it could make a heading of.
  const startRest = (code: Code): State | undefined => {
    effects.enter('mathsRest')
    effects.enter('chunkText', { contentType: 'text' })
    return rest(code)
  }
  const rest = (code: Code): State | undefined => {
    if (code === null || isLineEnd(code)) {
      effects.exit('chunkText')
      effects.exit('mathsRest')
      return ok(code)
    }
    effects.consume(code)
    return rest
  }

  return (code) => {
    effects.enter('mathsBlock')
    return firstLine(code)
  }
}
