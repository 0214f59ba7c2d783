import { AppError } from '@shared/contract/app-error'

const BYTES_PER_GB = 1e9

/** The rest of a model does not fit on the disk. `missing` and `free` are bytes. */
export function notEnoughRoom(name: string, missing: number, free: number): AppError {
  return new AppError(
    'conflict',
    `There is not enough room for ${name}: ${gigabytes(missing)} are still to come, and ${gigabytes(free)} are free where Ollama keeps its models. Free some space, or delete models you do not need, then pull it again.`,
  )
}

function gigabytes(bytes: number): string {
  return `${(bytes / BYTES_PER_GB).toFixed(1)} GB`
}
