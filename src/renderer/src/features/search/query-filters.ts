export type FilterName = 'bot' | 'from' | 'after' | 'before' | 'has' | 'tag' | 'is'

function partOf(name: FilterName): RegExp {
  return new RegExp(`(?<=^|\\s)${name}:(?:"([^"]*)"?|([^\\s"]+))`, 'giu')
}

/** The value a filter has in a query as it is typed; null where it has none. */
export function filterIn(query: string, name: FilterName): string | null {
  const [part] = query.matchAll(partOf(name))
  return part?.[1] ?? part?.[2] ?? null
}

/** The query with a filter set, or without it. What else is typed stays. */
export function withFilter(query: string, name: FilterName, value: string | null): string {
  const rest = query.replaceAll(partOf(name), '').replaceAll(/\s+/g, ' ').trim()
  if (value === null) return rest
  const written = /\s/.test(value) ? `"${value}"` : value
  return `${rest} ${name}:${written}`.trim()
}

/** A day on this device's calendar, as a query has it. */
export function dayBefore(days: number, now: number): string {
  const date = new Date(now)
  date.setDate(date.getDate() - days)
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${date.getFullYear()}-${month ?? ''}-${day ?? ''}`
}
