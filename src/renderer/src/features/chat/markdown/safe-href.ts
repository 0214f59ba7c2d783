/** An address a reply may link to, made whole; null for all but https and mailto. Links open outside, never in this page. */
export function safeHrefOf(address: string | undefined): string | null {
  if (address === undefined) return null
  try {
    const url = new URL(address)
    return url.protocol === 'https:' || url.protocol === 'mailto:' ? url.href : null
  } catch {
    return null
  }
}
