/** Reading what another program wrote: anything may be missing or of another kind, and nothing of that is an error. */
export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Epoch milliseconds of a number of seconds, milliseconds, microseconds or nanoseconds, which programs have all used. */
export function timeOf(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return null
  let time = value < 1e11 ? value * 1_000 : value
  while (time > 1e14) time /= 1_000
  return Math.round(time)
}

/** Counts what cannot be kept. */
export class NotKept {
  readonly #counts = new Map<string, number>()

  add(what: string, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count)
  }

  *items() {
    for (const [what, count] of this.#counts) yield { kind: 'notKept', what, count } as const
  }
}
