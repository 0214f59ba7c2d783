import { startTransition, useEffect, useRef, useState } from 'react'
import type { ColouredCode } from './code-node'
import type * as Highlighting from './highlight'

/** A chunk of its own: the first page that is opened may have no code. */
let highlighting: typeof Highlighting | null = null

/** Code that grows is coloured again this often at most, and never for more than a quarter of the worker's time. */
const GROWING_PAUSE_MS = 150
const COST_FACTOR = 3
/** Longer code stays plain: its thousands of coloured words would be felt in the page, wherever they are made. */
const LONGEST_CODE = 200_000

interface Coloured {
  readonly code: string
  readonly pieces: ColouredCode
}

export interface Highlighted {
  readonly pieces: ColouredCode
  /** What came since, still plain. */
  readonly rest: string
}

/** The colours of a piece of code, made in a worker; until they are there, and for what grows after them, plain text. */
export function useHighlight(
  code: string,
  language: string | null,
  isGrowing: boolean,
): Highlighted {
  const [coloured, setColoured] = useState<Coloured | null>(() => known(code, language))
  const notBefore = useRef(0)
  const callOff = useRef<(() => void) | null>(null)
  const isMounted = useRef(true)

  useEffect(() => {
    if (language === null || code.length > LONGEST_CODE || coloured?.code === code) return undefined
    const colour = async () => {
      // Where the chunk does not come, code without colours is still code.
      highlighting ??= await import('./highlight').catch(() => null)
      if (highlighting === null) return
      // What is being coloured is how this code begins: it is worth waiting for.
      if (callOff.current !== null || !isMounted.current) return
      const startedAt = performance.now()
      callOff.current = highlighting.highlight({ code, language }, !isGrowing, (pieces) => {
        callOff.current = null
        const cost = performance.now() - startedAt
        notBefore.current = performance.now() + Math.max(GROWING_PAUSE_MS, cost * COST_FACTOR)
        // Not urgent: what the person does meanwhile goes first.
        if (pieces !== null) startTransition(() => setColoured({ code, pieces }))
      })
    }
    const wait = isGrowing ? Math.max(0, notBefore.current - performance.now()) : 0
    const timer = setTimeout(() => void colour(), wait)
    return () => clearTimeout(timer)
  }, [code, language, isGrowing, coloured])

  useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
      callOff.current?.()
      callOff.current = null
    }
  }, [])

  if (coloured !== null && code.startsWith(coloured.code)) {
    return { pieces: coloured.pieces, rest: code.slice(coloured.code.length) }
  }
  return { pieces: [], rest: code }
}

function known(code: string, language: string | null): Coloured | null {
  const pieces = language === null ? undefined : highlighting?.knownHighlight({ code, language })
  return pieces === undefined ? null : { code, pieces }
}
