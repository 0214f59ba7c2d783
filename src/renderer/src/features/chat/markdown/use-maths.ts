import { useEffect, useSyncExternalStore } from 'react'
import type * as MathsParts from './maths'

type Maths = typeof MathsParts

const MAY_HAVE_MATHS = /\$|\\[([]/

let maths: Maths | null = null
let loading: Promise<void> | null = null
const listeners = new Set<() => void>()

/** What formulas need, once a text that may have one is shown and it has been loaded; null until then. */
export function useMaths(text: string): Maths | null {
  const isWanted = MAY_HAVE_MATHS.test(text)
  const loaded = useSyncExternalStore(subscribe, () => maths)
  useEffect(() => {
    if (isWanted) loading ??= load()
  }, [isWanted])
  return isWanted ? loaded : null
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

async function load(): Promise<void> {
  try {
    maths = await import('./maths')
    for (const listener of listeners) listener()
  } catch {
    // Formulas stay what was written; the next text that has some tries again.
    loading = null
  }
}
