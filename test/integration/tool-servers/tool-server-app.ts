import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CommandRequest } from '@shared/contract/commands'
import type { ToolGrant } from '@shared/model/tool'
import type { ToolServerView } from '@shared/model/tool-server'
import { startToolApp } from '../tools/tool-app'
import type { ToolApp, ToolAppOptions } from '../tools/tool-app'

const SCRIPT = fileURLToPath(new URL('../../support/tool-servers/tool-server.mjs', import.meta.url))
export const KEY = 'hush-this-is-the-key'

export type Manner =
  'plain' | 'mute' | 'nonsense' | 'dies' | 'many' | 'family' | 'stubborn' | 'redirects'

/** A controller whose model calls tools of servers that are real programs. */
export interface ToolServerApp extends ToolApp {
  readonly target: (manner: Manner) => CommandRequest<'toolServers.add'>['target']
  /** The same at an address, as a program of its own. */
  readonly serve: (
    manner: Manner,
    key?: string,
  ) => Promise<{ url: string; kill: () => Promise<void> }>
  /** Adds it and waits until it is in this state. */
  readonly add: (
    input: CommandRequest<'toolServers.add'>,
    state?: ToolServerView['state'],
  ) => Promise<ToolServerView>
  readonly until: (id: string, fits: (server: ToolServerView) => boolean) => Promise<ToolServerView>
  /** Grants the bot these tools, as they are now. */
  readonly grant: (approval: ToolGrant['approval'], ...tools: string[]) => Promise<void>
  /** What the programs wrote down of what they were told. */
  readonly notes: () => readonly string[]
  readonly pids: () => readonly number[]
}

export async function startToolServerApp(
  says: ToolAppOptions['says'],
  app?: ToolAppOptions['app'],
): Promise<ToolServerApp> {
  const tools = await startToolApp({ says, ...(app && { app }) })
  const directory = mkdtempSync(join(tmpdir(), 'port8000-tools-'))
  const notesFile = join(directory, 'notes')
  const { owner, botId } = tools
  const stops: (() => Promise<void>)[] = []
  const notes = () =>
    existsSync(notesFile) ? readFileSync(notesFile, 'utf8').trim().split('\n') : []
  const until: ToolServerApp['until'] = async (id, fits) => {
    for (;;) {
      const seen = owner.events.length
      const { toolServers } = await owner.call('toolServers.list', {})
      const found = toolServers.find((one) => one.id === id)
      if (found && fits(found)) return found
      await owner.waitForEvent(
        (event) => event.event === 'toolServers.changed' && owner.events.indexOf(event) >= seen,
      )
    }
  }
  return {
    ...tools,
    notes,
    until,
    pids: () => notes().flatMap((line) => (line.startsWith('pid ') ? [Number(line.slice(4))] : [])),
    target: (manner) => ({
      kind: 'stdio',
      command: process.execPath,
      arguments: [SCRIPT, manner, `--notes=${notesFile}`],
    }),
    serve: async (manner, key) => {
      const child = spawn(process.execPath, [SCRIPT, manner, '--http', `--notes=${notesFile}`], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, ...(key !== undefined && { SECRET_KEY: key }) },
      })
      const kill = async () => {
        if (child.exitCode !== null || child.signalCode !== null) return
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      stops.push(kill)
      const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
      return { url, kill }
    },
    add: async (input, state = 'ready') => {
      const { toolServer } = await owner.call('toolServers.add', input)
      return until(toolServer.id, (server) => server.state === state)
    },
    grant: async (approval, ...names) => {
      const { tools: all } = await owner.call('tools.list', {})
      const { bot } = await owner.call('bots.get', { botId })
      const granted = names.map((tool) => {
        const seen = all.find(({ name }) => name === tool)?.fingerprint
        return { tool, approval, ...(typeof seen === 'string' && { seen }) }
      })
      const changes = { options: { tools: granted } }
      await owner.call('bots.update', { botId, version: bot.version, changes })
    },
    close: async () => {
      await tools.close()
      for (const stop of stops) await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Whether a process is there, and is not only waiting to be buried. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = `/proc/${String(pid)}/stat`
  return !existsSync(status) || !readFileSync(status, 'utf8').includes(') Z ')
}
