import { useEffect, useRef, useState } from 'react'
import { highlight, knownHighlight, whenIdle } from './highlight'
import type { CodeNode } from './highlight'

/** Code that grows is coloured again this often at most, and never for more than a tenth of the time. */
const GROWING_PAUSE_MS = 150
const COST_FACTOR = 10
/** Code longer than this stays plain: colouring it would be felt. */
const LONGEST_CODE = 100_000

interface Coloured {
  readonly code: string
  readonly nodes: readonly CodeNode[]
}

export interface Highlighted {
  readonly nodes: readonly CodeNode[]
  /** What came since, still plain. */
  readonly rest: string
}

/** The colours of a piece of code, made in idle time; until they are there, and for what grows after them, plain text. */
export function useHighlight(
  code: string,
  language: string | null,
  isGrowing: boolean,
): Highlighted {
  const [coloured, setColoured] = useState<Coloured | null>(() => known(code, language))
  const notBefore = useRef(0)

  useEffect(() => {
    if (language === null || code.length > LONGEST_CODE || coloured?.code === code) return undefined
    let isCurrent = true
    let stopIdle: (() => void) | undefined
    const colour = async () => {
      const startedAt = performance.now()
      const nodes = await highlight(code, language, !isGrowing)
      const cost = performance.now() - startedAt
      notBefore.current =
        performance.now() + (isGrowing ? Math.max(GROWING_PAUSE_MS, cost * COST_FACTOR) : 0)
      if (isCurrent && nodes !== null) setColoured({ code, nodes })
    }
    const begin = () => {
      stopIdle = whenIdle(() => void colour())
    }
    const wait = isGrowing ? Math.max(0, notBefore.current - performance.now()) : 0
    const timer = setTimeout(begin, wait)
    return () => {
      isCurrent = false
      clearTimeout(timer)
      stopIdle?.()
    }
  }, [code, language, isGrowing, coloured])

  if (coloured !== null && code.startsWith(coloured.code)) {
    return { nodes: coloured.nodes, rest: code.slice(coloured.code.length) }
  }
  return { nodes: [], rest: code }
}

function known(code: string, language: string | null): Coloured | null {
  const nodes = language === null ? null : knownHighlight(code, language)
  return nodes === null || nodes === undefined ? null : { code, nodes }
}
