/** Coloured code: plain text, or a piece with highlight.js's class names. */
export type CodeNode =
  string | { readonly className: string; readonly children: readonly CodeNode[] }

interface Highlighter {
  highlight(code: string, language: string): readonly CodeNode[] | null
}

const KEPT_RESULTS = 200

let loaded: Highlighter | null = null
let loading: Promise<Highlighter> | null = null
const results = new Map<string, readonly CodeNode[] | null>()

const keyOf = (code: string, language: string) => `${language}\n${code}`

/** The colours of code that was coloured before; undefined where it was not, null where its language is not known. */
export function knownHighlight(
  code: string,
  language: string,
): readonly CodeNode[] | null | undefined {
  return results.get(keyOf(code, language))
}

/** Colours code, and keeps the result of code that is complete. The first call fetches the grammars. */
export async function highlight(
  code: string,
  language: string,
  isComplete: boolean,
): Promise<readonly CodeNode[] | null> {
  const known = knownHighlight(code, language)
  if (known !== undefined) return known
  loading ??= import('./highlighter')
  loaded ??= await loading
  const nodes = loaded.highlight(code, language)
  if (isComplete) keep(keyOf(code, language), nodes)
  return nodes
}

function keep(key: string, nodes: readonly CodeNode[] | null): void {
  results.set(key, nodes)
  const oldest = results.keys().next()
  if (results.size > KEPT_RESULTS && oldest.done !== true) results.delete(oldest.value)
}

/** Runs when nothing more urgent is to be done; answers how to call it off. */
export function whenIdle(run: () => void): () => void {
  // Safari has no idle callbacks.
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, 50)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(run, { timeout: 500 })
  return () => cancelIdleCallback(handle)
}
