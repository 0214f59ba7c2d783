import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/contract/app-error'
import { settingValues } from '@shared/model/settings'
import type { GivenSettings } from '@shared/model/settings'

const FILE_NAME = 'settings.json'

const fileSettingsSchema = z.looseObject(settingValues).partial()

export interface SettingsFile {
  readonly settings: GivenSettings
  /** Why the file could not be used, in one line; the defaults are in force then. */
  readonly problem: string | null
}

/** Reads the settings file. One that does not parse changes nothing and is kept. */
export function readSettingsFile(dataDirectory: string): SettingsFile {
  let text: string
  try {
    text = readFileSync(join(dataDirectory, FILE_NAME), 'utf8')
  } catch {
    return { settings: {}, problem: null }
  }
  const parsed = fileSettingsSchema.safeParse(parseJson(text))
  if (parsed.success) return { settings: parsed.data, problem: null }
  return {
    settings: {},
    problem: `The settings file (${FILE_NAME}) cannot be read as settings, so defaults are used. It is kept as it is.`,
  }
}

/** Writes it whole, by way of a new file, so that a crash leaves the old one. A broken old one is copied aside first. */
export function writeSettingsFile(dataDirectory: string, settings: GivenSettings): void {
  const path = join(dataDirectory, FILE_NAME)
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
    if (readSettingsFile(dataDirectory).problem !== null)
      copyFileSync(path, join(dataDirectory, 'settings.unreadable.json'))
    writeFileSync(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (error) {
    throw new AppError(
      'internal',
      'The settings could not be saved: the data folder cannot be written to.',
      { cause: error },
    )
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
