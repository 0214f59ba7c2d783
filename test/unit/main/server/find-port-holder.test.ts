import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findPortHolder } from '@main/server/find-port-holder'
import {
  holderInLsof,
  inodeInProcNetTcp,
  nameInTasklist,
  pidInNetstat,
} from '@main/server/port-listings'

describe('who holds a port', () => {
  it('names this very process', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await findPortHolder(port)).toMatch(
      new RegExp(`^node\\S* \\(process ${process.pid}\\)$`),
    )

    server.close()
    await once(server, 'close')
    expect(await findPortHolder(port)).toBeNull()
  })
})

describe('what the systems print', () => {
  it('finds the listening socket in /proc/net/tcp, not one that is connected from that port', () => {
    const text = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1F40 0100007F:D2A6 01 00000000:00000000 00:00000000 00000000  1000        0 111 1 0',
      '   1: 0100007F:1F41 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 222 1 0',
      '   2: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 333 1 0',
    ].join('\n')
    expect(inodeInProcNetTcp(text, 8000)).toBe('333')
    expect(inodeInProcNetTcp(text, 8002)).toBeNull()
    expect(inodeInProcNetTcp('', 8000)).toBeNull()
  })

  it('reads lsof', () => {
    expect(holderInLsof('p4711\ncPython\n')).toEqual({ name: 'Python', pid: 4711 })
    expect(holderInLsof('')).toBeNull()
  })

  it('reads netstat in whatever language its states are', () => {
    const text = [
      '',
      'Aktive Verbindungen',
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      '  TCP    127.0.0.1:8000         127.0.0.1:50000        HERGESTELLT      99',
      '  TCP    0.0.0.0:18000          0.0.0.0:0              ABHÖREN          11',
      '  TCP    127.0.0.1:8000         0.0.0.0:0              ABHÖREN          4711',
    ].join('\r\n')
    expect(pidInNetstat(text, 8000)).toBe(4711)
    expect(pidInNetstat(text, 9000)).toBeNull()
  })

  it('reads tasklist', () => {
    expect(nameInTasklist('"python.exe","4711","Console","1","12.345 K"\r\n')).toBe('python.exe')
    expect(
      nameInTasklist('INFO: No tasks are running which match the specified criteria.'),
    ).toBeNull()
  })
})
