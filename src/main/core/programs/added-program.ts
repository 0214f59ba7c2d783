import type { AddedProgram } from '@shared/model/program'
import type { Flag } from './grammar'
import { flagsOf } from './program'
import type { Program } from './program'

/** A program of the owner's, who says which flags it has and whether paths may follow. */
export function addedProgram({ name, file, flags, paths }: AddedProgram): Program {
  return {
    ...{ name, does: 'Added by the owner.', files: [file] },
    grammars: {
      '': {
        flags: flags.map(({ flag, takes }): Flag => ({
          names: [flag],
          ...(takes !== undefined && { takes }),
        })),
        operands: paths ? 'path' : null,
      },
    },
    // Not every program knows `--`; every path begins with a dot by then.
    arrange: (read) => [...flagsOf(read.flags), ...read.operands],
  }
}
