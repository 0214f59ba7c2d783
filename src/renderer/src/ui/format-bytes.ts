import { LOCALE } from './locale'

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 })

/** Bytes in decimal units as people write them: `4.7 GB`, `512 B`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${oneDigit.format(value)} ${UNITS[unit] ?? 'B'}`
}
