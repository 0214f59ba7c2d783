import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandHarness } from '@test/support/programs/command-harness'
import type { CommandHarness } from '@test/support/programs/command-harness'
import { CANARY, makeWorkFolder } from '@test/support/programs/work-folder'
import type { WorkFolder } from '@test/support/programs/work-folder'
import { ATTACKS } from './attacks'

const CANARY_FILE = 'canary-file'
const NAMED = ATTACKS.map(
  ([line, rule]) => [JSON.stringify(line).slice(0, 70), rule, line] as const,
)

let work: WorkFolder
let harness: CommandHarness
beforeAll(async () => {
  work = makeWorkFolder()
  harness = await commandHarness(work.folder)
})
afterAll(() => work.remove())

describe('an attack', () => {
  it('is one of many, each of its own', () => {
    expect(new Set(ATTACKS.map(([line]) => line)).size).toBe(ATTACKS.length)
    expect(ATTACKS.length).toBeGreaterThan(300)
  })

  it.each(NAMED)('%s runs nothing, by the rule %s', async (_name, rule, attack) => {
    const line = attack.replaceAll('CANARY_FILE', CANARY_FILE)
    const { runs, asked, call, result, row } = await harness.call(line)
    expect(row.details).toMatchObject({ decision: 'invalid', rule })
    expect(runs).toEqual([])
    expect(asked).toBe(0)
    expect(call).toMatchObject({ state: 'failed', result })
    expect(result).not.toContain(CANARY)
    expect(existsSync(join(work.folder, CANARY_FILE))).toBe(false)
  })
})
