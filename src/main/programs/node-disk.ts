import { lstat, open, realpath, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import type { Disk, Found } from '@main/core/programs/path-guard'

/** The disk of this machine, as a command check looks at it. */
export const nodeDisk: Disk = {
  platform: process.platform,
  look,
  readText,
}

async function look(path: string): Promise<Found | null> {
  try {
    const real = await realpath(path)
    return { real, kind: kindOf(await stat(real)) }
  } catch {
    return (await isThere(path)) ? 'nowhere' : null
  }
}

async function readText(path: string, maxBytes: number): Promise<string | null> {
  let file
  try {
    file = await open(path, 'r')
    const { bytesRead, buffer } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, 0)
    return buffer.toString('latin1', 0, bytesRead)
  } catch {
    return null
  } finally {
    await file?.close()
  }
}

function kindOf(stats: Stats) {
  if (stats.isFile()) return 'file'
  return stats.isDirectory() ? 'folder' : 'other'
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}
