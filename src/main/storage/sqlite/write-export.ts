import type { Database } from 'better-sqlite3'
import type { Message } from '@shared/model/message'
import type { TransferCounts } from '@shared/model/transfer'
import type { ExportProgress, ExportRequest } from '@main/core/transfer/transfer-store'
import { createExportWriter } from '../../core/transfer/formats/create-export-writer.ts'
import type {
  ExportedSession,
  ExportWriter,
  ReadPicture,
} from '../../core/transfer/formats/export-writer.ts'
import { BranchTree } from './branch-tree.ts'
import type { Run } from './branch-tree.ts'
import { createExportRows } from './export-rows.ts'
import type { ExportRows } from './export-rows.ts'

/** Where the text goes and who hears how far it is; either may throw to end it. */
export interface ExportSink {
  write(text: string): void
  progress(progress: ExportProgress): void
  readonly readPicture: ReadPicture
}
type Written = { -readonly [K in keyof TransferCounts]: TransferCounts[K] }

/** How many messages between two words on how far it is. */
const STEP = 200

/**
 * Writes everything in scope, as it is at one instant: others go on writing meanwhile, and nothing of that is seen. Answers
 * null where the scope names nothing that is there.
 */
export function writeExport(
  db: Database,
  request: ExportRequest,
  sink: ExportSink,
): TransferCounts | null {
  const read = db.transaction((): TransferCounts | null => {
    const rows = createExportRows(db, request.scope)
    if (!rows.isThere()) return null
    const total = rows.counts()
    const written: Written = { sessions: 0, messages: 0 }
    const writer = createExportWriter(request.format, sink.readPicture)
    const step = (): void => sink.progress({ written: { ...written }, total })
    step()
    const { scope, version: application, now: exportedAt } = request
    const header = { application, exportedAt, scope, counts: total }
    sink.write(writer.begin(header, rows.bots(), rows.folders(), rows.hasPictures()))
    for (const session of rows.sessions()) {
      sink.write(writer.beginSession(session))
      for (const part of partsOf(session, rows, writer, request.branches === 'all')) {
        if (part.parentSeq !== null) sink.write(writer.beginBranch(part.parentSeq))
        for (const { from, to } of part.runs) {
          for (const message of rows.messages(session.id, from, to)) {
            sink.write(writer.message(request.thinking ? message : withoutThinking(message)))
            written.messages += 1
            if (written.messages % STEP === 0) step()
          }
        }
      }
      sink.write(writer.endSession())
      written.sessions += 1
      step()
    }
    for (const text of writer.end()) {
      sink.write(text)
      step()
    }
    return written
  })
  return read.deferred()
}

/** What a model thought is for whoever asks for it. */
function withoutThinking(message: Message): Message {
  if (message.details?.thinking === undefined) return message
  const { details, ...said } = message
  const { thinking: _left, ...kept } = details
  return Object.keys(kept).length === 0 ? said : { ...said, details: kept }
}

interface Part {
  /** What it follows, where it is another branch than the one before. */
  readonly parentSeq: number | null
  readonly runs: readonly Run[]
}

/** In which order a conversation is written: by number, or the visible branch first and then what is not on it. */
function partsOf(
  { id, headSeq, lastSeq }: ExportedSession,
  rows: ExportRows,
  { isLossless }: ExportWriter,
  isAll: boolean,
): Part[] {
  if (isLossless || lastSeq === 0) return [{ parentSeq: null, runs: [{ from: 1, to: lastSeq }] }]
  const apart = rows.apart(id)
  const tree = new BranchTree(apart, lastSeq)
  const visible = tree.pathTo(headSeq)
  const shown: Part = { parentSeq: null, runs: visible }
  return isAll ? [shown, ...othersOf(visible, tree, apart, lastSeq)] : [shown]
}

function othersOf(
  visible: readonly Run[],
  tree: BranchTree,
  apart: readonly { readonly seq: number }[],
  lastSeq: number,
): Part[] {
  const starts = [
    ...new Set([1, ...apart.map(({ seq }) => seq), ...visible.map(({ to }) => to + 1)]),
  ]
  const ends = (from: number): number =>
    Math.min(lastSeq, ...starts.filter((start) => start > from).map((start) => start - 1))
  return starts
    .filter((from) => from <= lastSeq && !visible.some((run) => run.from <= from && from <= run.to))
    .sort((a, b) => a - b)
    .map((from) => ({ parentSeq: tree.parentOf(from), runs: [{ from, to: ends(from) }] }))
}
