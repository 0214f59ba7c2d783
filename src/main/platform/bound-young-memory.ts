import { setFlagsFromString } from 'node:v8'

/**
 * Keeps the space in which V8 makes new objects as small as it begins. Each turn makes a prompt of some tens of kilobytes
 * that is garbage at once; left to itself V8 lets that space grow for it, and the process by 120 MB within 2,000 turns,
 * without holding anything more. The greatest size cannot be set any more once V8 runs, but how it grows can. To be called
 * first of all.
 */
export function boundYoungMemory(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
