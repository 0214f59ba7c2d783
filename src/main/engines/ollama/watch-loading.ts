/** Short enough that people learn of a load while it is news; long enough that a warm model has answered. */
export const ASK_AFTER_MS = 250

/** What `/api/ps` says of a model: when it will be freed, as told; null where it is not listed; undefined where nobody knows. */
export type Listing = string | null | undefined

/**
 * Resolves true if the model turns out to be loading before `first` settles, else false, as soon as that is sure.
 * Ollama lists a model from the moment its load begins, but can tell when it will free it only after the model has
 * answered something; until then the time it names moves on with every question. So: not listed, or a moving time.
 */
export async function watchLoading(
  first: Promise<unknown>,
  ask: () => Promise<Listing>,
): Promise<boolean> {
  const here = first.then(isHere, isHere)
  if (await isHereAfter(here, ASK_AFTER_MS)) return false
  const before = await Promise.race([here, ask()])
  if (before === null) return true
  if (before === HERE || before === undefined) return false
  if (await isHereAfter(here, ASK_AFTER_MS)) return false
  const after = await Promise.race([here, ask()])
  if (after === null) return true
  return after !== HERE && after !== undefined && after !== before
}

const HERE = Symbol('here')

function isHere(): typeof HERE {
  return HERE
}

/** Waits for one or the other, and leaves no timer behind. */
async function isHereAfter(here: Promise<typeof HERE>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  const outcome = await Promise.race([here, late])
  clearTimeout(timer)
  return outcome === HERE
}
