import type { Bot } from '@shared/model/bot'
import type { Overview } from '@shared/model/controller'
import type { Instance } from '@shared/model/instance'
import type { Pull } from '@shared/model/model'
import type { Person } from '@shared/model/person'
import type { Session } from '@shared/model/session'

export const NOW = Date.UTC(2026, 2, 10, 12)

export function sessionIdOf(number: number): string {
  return `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

export function buildBot(changes: Partial<Bot> = {}): Bot {
  return {
    id: 'BOT-001',
    name: 'Guide',
    color: 'teal',
    emoji: '',
    engine: 'ollama',
    model: 'llama3.2',
    instructions: '',
    temperature: 0.7,
    maxTokens: 2048,
    options: {},
    version: 1,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  }
}

export function buildInstance(changes: Partial<Instance> = {}): Instance {
  return {
    botId: 'BOT-001',
    state: 'stopped',
    since: NOW,
    model: null,
    error: null,
    notice: null,
    liveTurns: 0,
    waitingTurns: 0,
    queuedTurns: 0,
    lastReply: null,
    ...changes,
  }
}

export function buildSession(changes: Partial<Session> = {}): Session {
  return {
    id: sessionIdOf(1),
    botId: 'BOT-001',
    title: 'Why WAL',
    lastSeq: 2,
    headSeq: changes.lastSeq ?? 2,
    version: 1,
    folderId: null,
    tags: [],
    pinned: false,
    archived: false,
    personId: 'owner',
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  }
}

export function buildPerson(changes: Partial<Person> = {}): Person {
  return {
    ...{ id: 'owner', name: 'Owner', role: 'owner', endsAt: null, bots: {}, version: 1 },
    createdAt: NOW,
    ...changes,
  }
}

export function buildOverview(changes: Partial<Overview> = {}): Overview {
  return {
    version: '0.1.0',
    desktop: false,
    role: 'owner',
    personId: 'owner',
    people: [buildPerson()],
    ownersReadAll: false,
    now: NOW,
    server: {
      ...{ address: 'http://127.0.0.1:8000', host: '127.0.0.1', port: 8000, addresses: [] },
      ...{ missing: [], unconfirmedUntil: null, error: null, holder: null },
    },
    engines: [],
    bots: [buildBot()],
    instances: [buildInstance()],
    folders: [],
    sessions: [buildSession()],
    maxQueued: 5,
    hasMoreSessions: false,
    readMarks: [],
    naming: [],
    pulls: [],
    ...changes,
  }
}

export function buildPull(changes: Partial<Pull> = {}): Pull {
  return {
    name: 'big',
    state: 'running',
    phase: 'downloading',
    fraction: 0.25,
    completed: 1e9,
    total: 4e9,
    layers: [{ digest: 'sha256:0123456789ab', total: 4e9, completed: 1e9 }],
    bytesPerSecond: 41e6,
    secondsLeft: 74,
    stalledSince: null,
    startedAt: NOW,
    endedAt: null,
    error: null,
    ...changes,
  }
}
