import { execFile } from 'node:child_process'
import { readFile, readdir, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { holderInLsof, inodeInProcNetTcp, nameInTasklist, pidInNetstat } from './port-listings'
import type { PortHolder } from './port-listings'

const TIMEOUT_MS = 2_000

/** Which program listens on this TCP port, like `node (process 4711)`; null where the system does not tell. Never rejects. */
export async function findPortHolder(port: number): Promise<string | null> {
  try {
    const holder = await findBySystem(port)
    return holder && `${holder.name} (process ${holder.pid})`
  } catch {
    // A tool that is missing, may not look, or takes too long: nobody has to know who it is.
    return null
  }
}

async function findBySystem(port: number): Promise<PortHolder | null> {
  if (process.platform === 'linux') return findOnLinux(port)
  if (process.platform === 'win32') return findOnWindows(port)
  if (process.platform === 'darwin') return findOnMac(port)
  return null
}

async function findOnMac(port: number): Promise<PortHolder | null> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
  return holderInLsof(await run('/usr/sbin/lsof', args))
}

async function findOnLinux(port: number): Promise<PortHolder | null> {
  const inode = await findInode(port)
  if (inode === null) return null
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    if (await holdsSocket(pid, inode)) return { name: await programOf(pid), pid: Number(pid) }
  }
  return null
}

async function findInode(port: number): Promise<string | null> {
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const inode = inodeInProcNetTcp(await readFile(file, 'utf8').catch(() => ''), port)
    if (inode !== null) return inode
  }
  return null
}

async function holdsSocket(pid: string, inode: string): Promise<boolean> {
  const directory = `/proc/${pid}/fd`
  // Other people's processes may not be looked into, and any process may be gone by now.
  const files = await readdir(directory).catch(() => [])
  const links = await Promise.all(
    files.map((file) => readlink(join(directory, file)).catch(() => '')),
  )
  return links.includes(`socket:[${inode}]`)
}

async function programOf(pid: string): Promise<string> {
  const program = await readlink(`/proc/${pid}/exe`).catch(() => null)
  if (program !== null) return basename(program).replace(/ \(deleted\)$/, '')
  return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim()
}

async function findOnWindows(port: number): Promise<PortHolder | null> {
  const system = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32')
  const pid = pidInNetstat(await run(join(system, 'netstat.exe'), ['-ano', '-p', 'TCP']), port)
  if (pid === null) return null
  const tasks = await run(join(system, 'tasklist.exe'), [
    '/FI',
    `PID eq ${pid}`,
    '/FO',
    'CSV',
    '/NH',
  ])
  return { name: nameInTasklist(tasks) ?? 'a program', pid }
}

/** By whole path and without a shell: neither PATH nor the arguments can name another program. */
async function run(file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, {
    timeout: TIMEOUT_MS,
    windowsHide: true,
  })
  return stdout
}
