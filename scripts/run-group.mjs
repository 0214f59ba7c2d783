import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { inRoot, ROOT } from './project.mjs'
import { runAndKeepOutput } from './run-child.mjs'
import { readCounts } from './test-counts.mjs'
import { needsVirtualDisplay } from './test-groups.mjs'

/**
 * @typedef {object} Outcome
 * @property {import('./test-counts.mjs').Counts} counts
 * @property {string} output what the runners printed
 * @property {number} seconds
 */

/**
 * Runs one group to its end, whatever comes of it.
 * @param {import('./test-groups.mjs').Group} group
 * @returns {Promise<Outcome>}
 */
export async function runGroup(group) {
  const startedAt = Date.now()
  const folder = mkdtempSync(join(tmpdir(), 'port8000-test-'))
  try {
    const report = join(folder, 'report.json')
    const { succeeded, output } = await runCommands(group, report)
    const counts =
      group.kind === 'check'
        ? { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 }
        : readCounts(group.kind, report, succeeded)
    return { counts, output, seconds: (Date.now() - startedAt) / 1000 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * How many tests a group has that cannot run here.
 * @param {import('./test-groups.mjs').Group} group
 */
export async function countTests(group) {
  const [command] = group.commands
  if (!command) return 1
  const { output } = await run(group, { ...command, args: [...command.args, '--list'] }, '')
  // A group that cannot even be listed here still counts: nothing that was skipped may look like nothing.
  return Math.max(1, Number(/Total: (\d+) test/.exec(output)?.[1] ?? 1))
}

/**
 * @param {import('./test-groups.mjs').Group} group
 * @param {string} report
 */
async function runCommands(group, report) {
  let output = ''
  for (const command of group.commands) {
    const result = await run(group, command, report)
    output += result.output
    if (result.code !== 0) return { succeeded: false, output }
  }
  return { succeeded: true, output }
}

/**
 * @param {import('./test-groups.mjs').Group} group
 * @param {import('./test-groups.mjs').Command} command
 * @param {string} report
 */
function run({ name, kind }, { tool, args }, report) {
  const reporting =
    kind === 'vitest' && report !== ''
      ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      : kind === 'playwright' && report !== ''
        ? ['--reporter=list,json']
        : []
  const line = [tool, ...args, ...reporting]
  const [file = tool, ...rest] =
    name === 'desktop' && needsVirtualDisplay() ? ['xvfb-run', '-a', ...line] : line
  return runAndKeepOutput(file, rest, {
    cwd: ROOT,
    env: {
      ...process.env,
      PATH: inRoot('node_modules', '.bin') + delimiter + (process.env['PATH'] ?? ''),
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      NO_COLOR: '1',
    },
    shell: process.platform === 'win32',
  })
}
