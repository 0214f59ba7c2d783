import type { ProgramService } from '../programs/program-service'
import type { CommandHandlers } from './command-router'

export interface ProgramServices {
  readonly programs: ProgramService
}

/** Commands on this machine, as the owner decides about them. */
export function programHandlers({ programs }: ProgramServices) {
  return {
    'programs.get': async () => programs.view(),
    'programs.update': async (input) => programs.update(input),
    'programs.mine': async (_input, { who }) => ({
      programs: programs.listFor({ kind: 'person', id: who.personId }),
    }),
  } satisfies Partial<CommandHandlers>
}
