import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '@shared/contract/app-error'
import { programPolicySchema } from '@shared/model/program'
import type { ProgramPolicy } from '@shared/model/program'

const FILE_NAME = 'programs.json'
const OFF: ProgramPolicy = { version: 1, on: false, grants: [], added: [], allowed: [] }

/** What the owner decided about commands. A file that cannot be read decides nothing: all is off. */
export function readProgramsFile(dataDirectory: string): ProgramPolicy {
  const path = join(dataDirectory, FILE_NAME)
  try {
    return programPolicySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return OFF
  }
}

/** Writes it whole, by way of a new file that only this user may read. An old one that is broken is kept aside. */
export function writeProgramsFile(dataDirectory: string, policy: ProgramPolicy): void {
  const path = join(dataDirectory, FILE_NAME)
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
    keepBroken(path, join(dataDirectory, 'programs.unreadable.json'))
    writeFileSync(`${path}.new`, `${JSON.stringify(policy, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (cause) {
    throw new AppError(
      'internal',
      'The decision could not be saved: the data folder cannot be written to.',
      { cause },
    )
  }
}

function keepBroken(path: string, aside: string): void {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return
  }
  try {
    JSON.parse(text)
  } catch {
    copyFileSync(path, aside)
  }
}
