/** What the systems' own tools print about listening ports, read. Each answers null where the port is not in it. */

/** The socket's inode in `/proc/net/tcp` or `/proc/net/tcp6` (proc(5)): ports are hexadecimal, state 0A is LISTEN. */
export function inodeInProcNetTcp(text: string, port: number): string | null {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const line of text.split('\n')) {
    const columns = line.trim().split(/\s+/)
    if (columns[1]?.endsWith(suffix) && columns[3] === '0A') return columns[9] ?? null
  }
  return null
}

export interface PortHolder {
  readonly name: string
  readonly pid: number
}

/** `lsof -Fpc`: one line `p<pid>`, then one `c<command>`. */
export function holderInLsof(text: string): PortHolder | null {
  const pid = /^p(\d+)$/m.exec(text)?.[1]
  const name = /^c(.+)$/m.exec(text)?.[1]
  return pid === undefined || name === undefined ? null : { name, pid: Number(pid) }
}

/**
 * `netstat -ano -p TCP`: protocol, local address, foreign address, state, process id. The state is in the system's
 * language, but only a listening socket has a foreign port 0.
 */
export function pidInNetstat(text: string, port: number): number | null {
  for (const line of text.split(/\r?\n/)) {
    const [protocol, local, foreign, , pid] = line.trim().split(/\s+/)
    if (protocol !== 'TCP' || !local?.endsWith(`:${port}`) || !foreign?.endsWith(':0')) continue
    return pid === undefined ? null : Number(pid)
  }
  return null
}

/** `tasklist /FO CSV /NH`: the first quoted column is the program. */
export function nameInTasklist(text: string): string | null {
  return /^"([^"]+)"/m.exec(text)?.[1] ?? null
}
