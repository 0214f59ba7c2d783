// npm test: every check and every test, one line a group. `npm test -- unit browser` runs some groups.
import { buildIfNeeded } from './build-app.mjs'
import { countTests, runGroup } from './run-group.mjs'
import { inWords, sum } from './test-counts.mjs'
import { GROUPS, NODE_LANE, SCREEN_LANE, STATIC_LANE } from './test-groups.mjs'

const isCi = process.env['CI'] === 'true'
const say = (/** @type {string} */ line) => void process.stdout.write(`${line}\n`)

/** @type {import('./test-counts.mjs').Counts[]} */
const results = []

async function main() {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !GROUPS.some((group) => group.name === name))
  if (unknown.length > 0) {
    say(`No such group: ${unknown.join(', ')}. There are ${GROUPS.map((g) => g.name).join(', ')}.`)
    process.exitCode = 2
    return
  }
  const isWanted = (/** @type {import('./test-groups.mjs').Group} */ { name }) =>
    wanted.length === 0 || wanted.includes(name)

  const build = GROUPS.some((group) => isWanted(group) && group.needsBuild)
    ? buildIfNeeded()
    : Promise.resolve()
  // A failed build is told by each group that needs it.
  build.catch(() => undefined)
  await Promise.all([
    runLane(STATIC_LANE.filter(isWanted), build),
    runLane(NODE_LANE.filter(isWanted), build),
  ])
  await runLane(SCREEN_LANE.filter(isWanted), build)
  finish()
}

/**
 * @param {readonly import('./test-groups.mjs').Group[]} groups
 * @param {Promise<void>} build
 */
async function runLane(groups, build) {
  for (const group of groups) {
    const obstacle = group.findObstacle()
    if (obstacle === null) await runOne(group, build)
    else await skip(group, obstacle)
  }
}

/**
 * @param {import('./test-groups.mjs').Group} group
 * @param {Promise<void>} build
 */
async function runOne(group, build) {
  try {
    if (group.needsBuild) await build
    const { counts, output, seconds } = await runGroup(group)
    results.push(counts)
    const mark = counts.failed > 0 ? '✕' : '✓'
    const again = counts.secondTries ? `, ${counts.secondTries} at the second try` : ''
    say(`${mark} ${group.name.padEnd(12)} ${inWords(counts)}${again} (${seconds.toFixed(1)} s)`)
    if (counts.failed > 0) say(indent(output))
  } catch (error) {
    results.push({ passed: 0, failed: 1, skipped: 0 })
    say(`✕ ${group.name.padEnd(12)} could not run`)
    say(indent(error instanceof Error ? error.message : String(error)))
  }
}

/**
 * @param {import('./test-groups.mjs').Group} group
 * @param {string} obstacle
 */
async function skip(group, obstacle) {
  const skipped = await countTests(group)
  results.push({ passed: 0, failed: 0, skipped })
  say(`– ${group.name.padEnd(12)} ${skipped} skipped: ${obstacle}`)
}

function finish() {
  const total = sum(results)
  if (isCi && total.skipped > 0) say('With CI=true nothing may be skipped, so this run failed.')
  if (total.failed > 0 || (isCi && total.skipped > 0)) process.exitCode = 1
  say(inWords(total))
}

/** @param {string} text */
function indent(text) {
  return text.trimEnd().replace(/^/gm, '    ')
}

await main()
