import { readFileSync } from 'node:fs'

/**
 * `secondTries`: how many of the passed ones needed one.
 * @typedef {{ passed: number, failed: number, skipped: number, secondTries?: number }} Counts
 */

/** @param {readonly Counts[]} counts */
export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of counts) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

/** @param {Counts} counts */
export function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * What a runner's JSON report counts. A run that failed with no test failing (a file that does not
 * load, a report that was never written) counts as one failure.
 * @param {'vitest' | 'playwright'} kind
 * @param {string} reportFile
 * @param {boolean} succeeded
 * @returns {Counts}
 */
export function readCounts(kind, reportFile, succeeded) {
  const counts = read(kind, reportFile)
  return !succeeded && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** @type {(kind: 'vitest' | 'playwright', reportFile: string) => Counts} */
function read(kind, reportFile) {
  try {
    const report = JSON.parse(readFileSync(reportFile, 'utf8'))
    return kind === 'vitest' ? ofVitest(report) : ofPlaywright(report.stats)
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

/** @param {Record<string, number>} report */
function ofVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return {
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
  }
}

/** @param {Record<string, number>} stats */
function ofPlaywright({ expected, unexpected, flaky, skipped }) {
  const passed = (expected ?? 0) + (flaky ?? 0)
  return { passed, failed: unexpected ?? 0, skipped: skipped ?? 0, secondTries: flaky ?? 0 }
}
