import type { AccessService } from '@main/core/access/access-service'
import type { EventHub } from '@main/core/events/event-hub'
import { PolicyCheck } from '@main/core/programs/policy-check'
import { ProgramService } from '@main/core/programs/program-service'
import { OWNER } from '@main/core/sessions/read-service'
import type { SettingsService } from '@main/core/settings/settings-service'
import { nodeDisk } from '@main/programs/node-disk'
import { readProgramsFile, writeProgramsFile } from '@main/programs/programs-file'

export interface ProgramPartsDeps {
  readonly dataDirectory: string
  readonly settings: Pick<SettingsService, 'get'>
  readonly access: () => Pick<AccessService, 'listDevices' | 'listTokens'>
  readonly hub: Pick<EventHub, 'publishOverview'>
  readonly now: () => number
}

const MS_PER_S = 1_000

/** Which programs of this machine may be run, by whom and where. */
export function composePrograms({ dataDirectory, settings, access, hub, now }: ProgramPartsDeps) {
  return new ProgramService({
    ...{ hub, now, disk: nodeDisk },
    policy: readProgramsFile(dataDirectory),
    save: (policy) => {
      writeProgramsFile(dataDirectory, policy)
    },
    check: new PolicyCheck(nodeDisk, dataDirectory),
    // Named as `readerOf` names them.
    people: async () => [
      { id: OWNER, name: 'You, at this machine' },
      ...(await access().listDevices()).map(({ id, name }) => ({ id: `device:${id}`, name })),
      ...(await access().listTokens()).map(({ id, name }) => ({ id: `token:${id}`, name })),
    ],
    limitMs: () => settings.get().toolTimeoutS.value * MS_PER_S,
  })
}
