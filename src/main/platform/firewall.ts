import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import type { FirewallState } from '@main/core/server/probe-service'

const ANSWER_WITHIN_MS = 3_000

/** Which firewall this system has, and whether it is on, as far as it tells somebody who is no administrator. */
export async function readFirewall(platform = process.platform): Promise<FirewallState> {
  if (platform === 'darwin') {
    const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw'
    return { name: 'macOS', active: isOn(await ask(tool, ['--getglobalstate']), /enabled/i) }
  }
  if (platform === 'win32') {
    const told = await ask('netsh', ['advfirewall', 'show', 'currentprofile', 'state'])
    return { name: 'Windows', active: isOn(told, /\bON\b/i) }
  }
  return readLinuxFirewall()
}

async function readLinuxFirewall(): Promise<FirewallState> {
  const ufw = readText('/etc/ufw/ufw.conf')
  if (ufw !== null && /^ENABLED=yes/im.test(ufw)) return { name: 'ufw', active: true }
  if (isOn(await ask('firewall-cmd', ['--state']), /^running/i) === true)
    return { name: 'firewalld', active: true }
  if (ufw !== null) return { name: 'ufw', active: false }
  // Only an administrator may read its rules.
  if (existsSync('/usr/sbin/nft')) return { name: 'nftables', active: null }
  return { name: null, active: null }
}

function isOn(told: string | null, on: RegExp): boolean | null {
  return told === null ? null : on.test(told)
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** What a program of the system says; null where it is not there or does not say it in time. */
function ask(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: ANSWER_WITHIN_MS, windowsHide: true }, (error, stdout) => {
      resolve(error ? null : stdout)
    })
  })
}
