import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BranchTree, isIn } from '@main/storage/sqlite/branch-tree'

/** `parents[seq - 1]` is whom message `seq` follows. */
const trees = fc
  .array(fc.nat(), { minLength: 1, maxLength: 40 })
  .map((picks) => picks.map((pick, before) => (pick % 3 === 0 ? pick % (before + 1) : before)))

function treeOf(parents: readonly number[]): BranchTree {
  const all = parents.map((parentSeq, index) => ({ seq: index + 1, parentSeq }))
  return new BranchTree(
    all.filter(({ seq, parentSeq }) => parentSeq !== seq - 1),
    parents.length,
  )
}

/** The same, by following one message after the other. */
function ancestorsOf(parents: readonly number[], seq: number): number[] {
  const path: number[] = []
  for (let at = seq; at > 0; at = parents[at - 1] ?? 0) path.unshift(at)
  return path
}

describe('BranchTree', () => {
  it('leads from the first message to any other, whatever the tree', () => {
    fc.assert(
      fc.property(trees, (parents) => {
        const tree = treeOf(parents)
        for (let seq = 1; seq <= parents.length; seq += 1) {
          const path = tree.pathTo(seq)
          const walked = ancestorsOf(parents, seq)
          expect(parents.map((_, index) => index + 1).filter((one) => isIn(path, one))).toEqual(
            walked,
          )
        }
      }),
    )
  })

  it('knows all versions of a message, oldest first, and the newest message that follows from it', () => {
    fc.assert(
      fc.property(trees, (parents) => {
        const tree = treeOf(parents)
        const seqs = parents.map((_, index) => index + 1)
        for (const seq of seqs) {
          expect(tree.versionsOf(seq)).toEqual(
            seqs.filter((one) => parents[one - 1] === parents[seq - 1]),
          )
          expect(tree.tipOf(seq)).toBe(
            seqs.findLast((one) => ancestorsOf(parents, one).includes(seq)),
          )
        }
      }),
    )
  })
})
