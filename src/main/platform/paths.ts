import { homedir } from 'node:os'
import { join } from 'node:path'

const FOLDER_NAME = 'Port 8000'

export interface Home {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly directory: string
}

const thisHome = (): Home => ({
  platform: process.platform,
  env: process.env,
  directory: homedir(),
})

/**
 * Where conversations and settings are kept unless `--data-dir` says otherwise: the folder that
 * Electron calls `userData`, so that the window and a headless start find the same data.
 */
export function defaultDataDirectory(home: Home = thisHome()): string {
  return join(applicationDataOf(home), FOLDER_NAME)
}

function applicationDataOf({ platform, env, directory }: Home): string {
  if (platform === 'darwin') return join(directory, 'Library', 'Application Support')
  if (platform === 'win32') return setOr(env['APPDATA'], join(directory, 'AppData', 'Roaming'))
  return setOr(env['XDG_CONFIG_HOME'], join(directory, '.config'))
}

/** An empty variable counts as not set. */
function setOr(value: string | undefined, otherwise: string): string {
  return value === undefined || value === '' ? otherwise : value
}
