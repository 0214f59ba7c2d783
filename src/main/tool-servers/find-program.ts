import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { AppError } from '@shared/contract/app-error'

/**
 * The path of a program: one that is absolute already, or the first of that name on the PATH. It is looked up once, when a
 * server is added, so that a program of the same name that turns up later is not run in its place.
 */
export async function findProgram(
  command: string,
  searchPath: string | undefined = process.env['PATH'],
): Promise<string> {
  if (isAbsolute(command)) {
    if (await isProgram(command)) return command
    throw new AppError('invalid_input', 'There is no program at this path that can be run.')
  }
  if (/[/\\]/.test(command))
    throw new AppError('invalid_input', 'Write the whole path of the program, from the root on.')
  for (const directory of (searchPath ?? '').split(delimiter)) {
    const path = join(directory, command)
    if (isAbsolute(directory) && (await isProgram(path))) return path
  }
  throw new AppError(
    'invalid_input',
    'There is no program of this name on the PATH. Install it, or write its whole path.',
  )
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
