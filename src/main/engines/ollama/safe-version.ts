/**
 * The oldest version without a published hole that matters here. CVE-2026-7482 ("Bleeding Llama", CVSS 9.1: whoever
 * reaches Ollama reads its memory, what people wrote included) is in everything before 0.17.1 (NVD; Cyera; Cloud
 * Security Alliance research note of 2026-05-11). CVE-2026-5530 (a pull can be made to fetch any address) is recorded
 * for versions up to 0.18.1 (NVD, 2026-04-05), with no fix announced; 0.18.2 is the first version that neither names.
 */
export const OLDEST_SAFE_VERSION = '0.18.2'

/** What to tell about a version below that; null where there is nothing to tell, or where the version cannot be read. */
export function warningOfVersion(version: string): string | null {
  const found = partsOf(version)
  const safe = partsOf(OLDEST_SAFE_VERSION)
  if (found === null || safe === null || !isBelow(found, safe)) return null
  return `Ollama ${version} has known security holes. Update it to ${OLDEST_SAFE_VERSION} or later.`
}

function partsOf(version: string): readonly number[] | null {
  const found = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version.trim())
  // What was built from source without a version calls itself 0.0.0.
  return found && version !== '0.0.0' ? found.slice(1, 4).map(Number) : null
}

function isBelow(version: readonly number[], other: readonly number[]): boolean {
  const at = version.findIndex((part, index) => part !== other[index])
  return at >= 0 && (version[at] ?? 0) < (other[at] ?? 0)
}
