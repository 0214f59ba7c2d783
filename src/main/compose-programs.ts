import type { PeopleService } from '@main/core/access/people-service'
import type { EventHub } from '@main/core/events/event-hub'
import type { Logger } from '@main/core/logging/logger'
import { PolicyCheck } from '@main/core/programs/policy-check'
import { ProgramService } from '@main/core/programs/program-service'
import type { SettingsService } from '@main/core/settings/settings-service'
import { nodeDisk } from '@main/programs/node-disk'
import { readProgramsFile, writeProgramsFile } from '@main/programs/programs-file'

export interface ProgramPartsDeps {
  readonly dataDirectory: string
  readonly settings: Pick<SettingsService, 'get'>
  readonly people: Pick<PeopleService, 'list' | 'standingOf' | 'onChanged'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly log: Logger
  readonly now: () => number
}

const MS_PER_S = 1_000

/** Which programs of this machine may be run, by whom and where. */
export function composePrograms(deps: ProgramPartsDeps): ProgramService {
  const { dataDirectory, settings, people, hub, now } = deps
  const programs = new ProgramService({
    ...{ hub, now, disk: nodeDisk },
    policy: readProgramsFile(dataDirectory),
    save: (policy) => {
      writeProgramsFile(dataDirectory, policy)
    },
    check: new PolicyCheck(nodeDisk, dataDirectory),
    people: () => people.list().map(({ id, name }) => ({ id, name })),
    mayRun: (personId) => (people.standingOf(personId)?.role ?? 'viewer') !== 'viewer',
    limitMs: () => settings.get().toolTimeoutS.value * MS_PER_S,
  })
  people.onChanged(({ before, after }) => {
    // A guest whose time is over is still here, and may be given more of it.
    if (!before || after || people.list().some(({ id }) => id === before.id)) return
    try {
      programs.forget(before.id)
    } catch (error) {
      // They run nothing all the same: they are not let in.
      deps.log.error('grants of a person not removed', { error })
    }
  })
  return programs
}
