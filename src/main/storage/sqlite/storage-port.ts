import type { Database } from 'better-sqlite3'
import type { Logger } from '@main/core/logging/logger'
import type { LoadPinStore } from '@main/core/models/load-pin-store'
import type {
  AccessStore,
  BotStore,
  MessageStore,
  ReadStore,
  SessionStore,
  Storage,
  TurnStore,
} from '@main/core/storage/storage'
import { createAccessTable } from './access-table'
import { createAnswerTable } from './answer-table'
import { createAttachmentTable } from './attachment-table'
import { createAuditTable } from './audit-table'
import { createBinTable } from './bin-table'
import { createBotTable } from './bot-table'
import { createBranchOperations } from './branch-operations'
import type { BranchOperations } from './branch-operations'
import { createCheckTable } from './check-table'
import { createFaultReporter } from './fault-reporter'
import { createFolderTable } from './folder-table'
import { IMPORTING } from './importing'
import { createLoadPinTable } from './load-pin-table'
import { MessageIndexer } from './message-indexer'
import { createMessageTable } from './message-table'
import type { MessageTable } from './message-table'
import { CHECKPOINT_PAGES } from './open-database'
import { createPeopleTable, peopleStore } from './people-table'
import { createReadTable } from './read-table'
import { createNoteOperations } from './note-operations'
import { createOrganiseOperations } from './organise-operations'
import type { OrganiseOperations } from './organise-operations'
import {
  attachmentStore,
  auditStore,
  binStore,
  folderStore,
  noteStore,
  tagStore,
} from './organise-stores'
import { SearchClient } from './search-client'
import { createSessionOperations } from './session-operations'
import { createSessionTable } from './session-table'
import { createTagTable } from './tag-table'
import { TransferClient } from './transfer-client'
import { TransactionQueue } from './transaction-queue'
import { createTurnOperations } from './turn-operations'
import type { TurnOperations } from './turn-operations'
import { createToolServerTable, toolServerStore } from './tool-server-table'
import { createTurnTable } from './turn-table'
import { createUpstreamTable, upstreamStore } from './upstream-table'

export interface StoragePortOptions {
  /** Open and migrated; `close` closes it. */
  readonly db: Database
  readonly log: Logger
  readonly now: () => number
  /** Runs once, after the database is closed. */
  readonly onClosed: () => void
}
type Run = <T>(work: () => T) => Promise<T>

/** The asynchronous port in front of the tables: what one method does happens whole or not at all. */
export function createStoragePort({ db, log, now, onClosed }: StoragePortOptions): Storage {
  const sessions = createSessionTable(db)
  const indexer = new MessageIndexer(db)
  const messages = createMessageTable(db, indexer)
  const notes = createNoteOperations(db, sessions, messages)
  const branches = createBranchOperations(sessions, messages, notes)
  const turns = createTurnOperations({
    ...{ sessions, messages, turns: createTurnTable(db), answers: createAnswerTable(db), now },
  })
  const checks = createCheckTable(db)
  const search = new SearchClient(db, log.child('search'))
  const queue = new TransactionQueue(db, createFaultReporter(log, now), indexer)
  const run: Run = (work) => queue.add(work)
  const transfers = new TransferClient(db.name, log.child('transfer'), {
    lend: (wantBack) => queue.lend(wantBack),
    setCheckpoints: (on) => {
      if (db.open) db.pragma(`wal_autocheckpoint = ${on ? CHECKPOINT_PAGES : 0}`)
    },
  })
  const clearAfterDead = db.prepare<[number]>(
    `UPDATE sessions SET purged_at = ? WHERE purged_at = ${IMPORTING}`,
  )
  // Where it cannot be written to, that shows soon enough.
  run(() => clearAfterDead.run(now())).catch(() => undefined)

  async function close(): Promise<void> {
    await Promise.all([search.close(), transfers.close()])
    if (!db.open) return
    queue.flush()
    try {
      db.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      // Nothing is lost: what is in the log is read from there at the next start.
      log.warn('checkpoint at close failed', { error })
    }
    db.close()
    onClosed()
  }

  return {
    bots: botStore(run, createBotTable(db)),
    sessions: sessionStore(
      run,
      {
        ...createSessionOperations(sessions, messages),
        ...createOrganiseOperations(db, sessions),
      },
      branches,
    ),
    folders: folderStore(run, createFolderTable(db)),
    tags: tagStore(run, createTagTable(db)),
    bin: binStore(run, createBinTable(db), queue),
    messages: messageStore(run, messages, branches),
    notes: noteStore(run, notes),
    turns: turnStore(run, turns),
    access: accessStore(run, createAccessTable(db)),
    people: peopleStore(run, createPeopleTable(db)),
    search,
    reads: readStore(run, createReadTable(db)),
    audit: auditStore(run, createAuditTable(db)),
    transfers,
    attachments: attachmentStore(run, createAttachmentTable(db)),
    loadPins: loadPinStore(run, createLoadPinTable(db)),
    upstreams: upstreamStore(run, createUpstreamTable(db)),
    toolServers: toolServerStore(run, createToolServerTable(db)),
    check: () => run(() => checks.check(now())),
    close,
  }
}

function botStore(run: Run, bots: ReturnType<typeof createBotTable>): BotStore {
  return {
    list: () => run(() => bots.list()),
    insert: (bot) => run(() => bots.insert(bot)),
    update: (bot) => run(() => bots.update(bot)),
    setLaunched: (botId, launched) => run(() => bots.setLaunched(botId, launched)),
    delete: (botId, now) => run(() => bots.delete(botId, now)),
    restore: (botId) => run(() => bots.restore(botId)),
    usedIds: () => run(() => bots.usedIds()),
  }
}

function sessionStore(
  run: Run,
  sessions: ReturnType<typeof createSessionOperations> & OrganiseOperations,
  branches: BranchOperations,
): SessionStore {
  return {
    get: (sessionId) => run(() => sessions.get(sessionId)),
    list: (query, reader) => run(() => sessions.list(query, reader)),
    accessOf: (sessionIds) => run(() => sessions.accessOf(sessionIds)),
    share: (sessionId, sharing) => run(() => sessions.share(sessionId, sharing)),
    insert: (session, opening) => run(() => sessions.insert(session, opening)),
    rename: (sessionId, title, version) => run(() => sessions.rename(sessionId, title, version)),
    giveTitle: (given) => run(() => sessions.giveTitle(given)),
    switchBranch: (sessionId, seq) => run(() => branches.switchTo(sessionId, seq)),
    fork: (fork) => run(() => branches.fork(fork)),
    delete: (sessionId, now) => run(() => sessions.delete(sessionId, now)),
    restore: (sessionId) => run(() => sessions.restore(sessionId)),
    organise: (request, personId) => run(() => sessions.organise(request, personId)),
    deleteMany: (sessionIds, now) => run(() => sessions.deleteMany(sessionIds, now)),
    restoreMany: (sessionIds) => run(() => sessions.restoreMany(sessionIds)),
  }
}

function messageStore(run: Run, messages: MessageTable, branches: BranchOperations): MessageStore {
  return {
    get: (messageId) => run(() => messages.get(messageId)),
    page: (query) => run(() => branches.page(query)),
    isVisible: (sessionId, seq) => run(() => branches.isVisible(sessionId, seq)),
  }
}

function turnStore(run: Run, turns: TurnOperations): TurnStore {
  return {
    send: (request) => run(() => turns.send(request)),
    startQueued: (sessionId, now) => run(() => turns.startQueued(sessionId, now)),
    startRetry: (retry) => run(() => turns.startRetry(retry)),
    findSent: (sessionId, clientId) => run(() => turns.findSent(sessionId, clientId)),
    withdraw: (sessionId, turnId) => run(() => turns.withdraw(sessionId, turnId)),
    queue: (sessionId) => run(() => turns.queue(sessionId)),
    sessionsWithQueue: (botId) => run(() => turns.sessionsWithQueue(botId)),
    savePartials: (partials) => run(() => turns.savePartials(partials)),
    end: (ending) => run(() => turns.end(ending)),
    findAnswer: (key, reader) => run(() => turns.findAnswer(key, reader)),
    interruptRunning: (now, error) => run(() => turns.interruptRunning(now, error)),
  }
}

function readStore(run: Run, reads: ReturnType<typeof createReadTable>): ReadStore {
  return {
    mark: (reader, mark) => run(() => reads.mark(reader, mark)),
    marksOf: (reader, sessionIds) => run(() => reads.marksOf(reader, sessionIds)),
  }
}

function loadPinStore(run: Run, pins: ReturnType<typeof createLoadPinTable>): LoadPinStore {
  return {
    list: () => run(() => pins.list()),
    set: (name, pin) => run(() => pins.set(name, pin)),
  }
}

function accessStore(run: Run, access: ReturnType<typeof createAccessTable>): AccessStore {
  return {
    insertDevice: (device, secretHash) => run(() => access.insertDevice(device, secretHash)),
    findDevice: (secretHash) => run(() => access.findDevice(secretHash)),
    listDevices: () => run(() => access.listDevices()),
    touchDevice: (deviceId, now) => run(() => access.touchDevice(deviceId, now)),
    deleteDevice: (deviceId) => run(() => access.deleteDevice(deviceId)),
    insertToken: (token, secretHash) => run(() => access.insertToken(token, secretHash)),
    findToken: (secretHash) => run(() => access.findToken(secretHash)),
    listTokens: () => run(() => access.listTokens()),
    touchToken: (tokenId, now) => run(() => access.touchToken(tokenId, now)),
    deleteToken: (tokenId) => run(() => access.deleteToken(tokenId)),
    insertLink: (link) => run(() => access.insertLink(link)),
    redeemLink: (codeHash, now) => run(() => access.redeemLink(codeHash, now)),
  }
}
