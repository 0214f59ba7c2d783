import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '@shared/contract/app-error'

const secretsSchema = z.record(
  z.string(),
  z.object({
    origin: z.string(),
    token: z.string().nullable(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).readonly(),
  }),
)
type Secrets = z.infer<typeof secretsSchema>

/** The secrets of servers, beside the database and in none of its copies. One that cannot be read is as good as none. */
export function readSecretsFile(dataDirectory: string, fileName: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(join(dataDirectory, fileName), 'utf8')))
  } catch {
    return {}
  }
}

/** Writes it whole, by way of a new file that nobody else may read from its first byte on. */
export function writeSecretsFile(
  dataDirectory: string,
  fileName: string,
  secrets: Readonly<Secrets>,
): void {
  const path = join(dataDirectory, fileName)
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
    writeFileSync(`${path}.new`, `${JSON.stringify(secrets)}\n`, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (error) {
    throw new AppError(
      'internal',
      'The secrets could not be saved: the data folder cannot be written to.',
      { cause: error },
    )
  }
}
