import { LOCALE } from './locale'

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
const rate = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 })

/** A whole number with its thousands apart: `12,480`. */
export function formatNumber(value: number): string {
  return whole.format(value)
}

/** A rate with two digits that mean something, whole from ten on: `3.4`, `41`, `128`. */
export function formatRate(value: number): string {
  return value >= 10 ? whole.format(value) : rate.format(value)
}
