import type { ProgramEnd } from '@shared/model/program'
import type { PlannedRun } from './command-check'

export interface RunLimits {
  readonly ms: number
  readonly bytes: number
}

/**
 * Runs what was planned, without a shell, and hands over what it says as it comes. Resolves once it and all that it began
 * are gone. Throws `AppError` where it cannot be begun.
 */
export type RunProgram = (
  run: PlannedRun,
  limits: RunLimits,
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<ProgramEnd>
