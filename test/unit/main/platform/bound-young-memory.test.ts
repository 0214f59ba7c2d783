import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const FILE = join(process.cwd(), 'src/main/platform/bound-young-memory.ts')

/** Bytes that V8 sets aside for new objects, in a process that made a lot of garbage. */
function youngMemory(begin: string): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8'
    import { boundYoungMemory } from ${JSON.stringify(FILE)}
    ${begin}
    const kept = []
    for (let round = 0; round < 400; round++) {
      kept.push(Array.from({ length: 5_000 }, (_, n) => ({ text: 'word ' + n + round })))
      if (kept.length > 10) kept.shift()
    }
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    process.stdout.write(String(young.space_size))`
  return Number(execFileSync('node', ['--input-type=module', '-e', program]).toString())
}

it('keeps the memory for new objects as it is, whatever is made and thrown away', () => {
  const left = youngMemory('')
  const bound = youngMemory('boundYoungMemory()')
  expect(bound).toBeLessThan(left / 2)
})
