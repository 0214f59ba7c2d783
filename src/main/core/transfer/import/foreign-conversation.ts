import type { ImportSource } from '@shared/model/transfer'
import { foreignId } from './foreign-id.ts'
import type { ExportedMessage } from '../formats/exported-message.ts'
import type { ImportedSession, ImportItem } from './import-items.ts'

/** A node of another program's tree; without `said` it only connects others. */
export interface ForeignNode {
  readonly id: string
  readonly parentId: string | null
  readonly said: {
    readonly author: 'person' | 'bot'
    readonly text: string
    readonly createdAt: number | null
    readonly model: string | null
  } | null
}
export interface ForeignConversation {
  readonly source: Exclude<ImportSource, 'port8000'>
  readonly id: string
  readonly title: string
  readonly createdAt: number | null
  readonly updatedAt: number | null
  readonly archived: boolean
  readonly pinned: boolean
  readonly tags: readonly string[]
  /** Where the branch ends that was shown. */
  readonly currentId: string | null
  readonly nodes: readonly ForeignNode[]
}
type SaidNode = ForeignNode & { readonly said: NonNullable<ForeignNode['said']> }
interface Placed {
  readonly node: SaidNode
  /** The nearest one before it that says something. */
  readonly before: string | null
  readonly createdAt: number
}

const MAX_TITLE = 200
const MAX_TAG = 40

/** One conversation with its whole tree, numbered in the order it was said. Nothing where nothing was said. */
export function* foreignItems(conversation: ForeignConversation): Generator<ImportItem> {
  const placed = inOrder(conversation)
  const [first] = placed
  if (!first) return
  const seqs = new Map(placed.map(({ node }, index) => [node.id, index + 1]))
  yield { kind: 'session', session: sessionOf(conversation, placed, seqs, first.createdAt) }
  for (const one of placed) yield { kind: 'message', message: messageOf(conversation, one, seqs) }
}

function sessionOf(
  conversation: ForeignConversation,
  placed: readonly Placed[],
  seqs: ReadonlyMap<string, number>,
  firstTime: number,
): ImportedSession {
  const { source, id, createdAt, updatedAt, tags, pinned, archived } = conversation
  const begun = createdAt ?? firstTime
  const title = conversation.title.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_TITLE)
  const head = saidAtOrBefore(conversation)
  return {
    id: foreignId(source, id, begun),
    botId: null,
    title,
    titleBy: title === '' ? null : 'person',
    lastSeq: placed.length,
    headSeq: seqOf(seqs, head) ?? placed.length,
    version: 1,
    folderId: null,
    tags: toTags(tags),
    pinned,
    archived,
    createdAt: begun,
    updatedAt: updatedAt ?? placed.at(-1)?.createdAt ?? begun,
  }
}

function messageOf(
  { source, id }: ForeignConversation,
  { node, before, createdAt }: Placed,
  seqs: ReadonlyMap<string, number>,
): ExportedMessage {
  const { author, text, model } = node.said
  return {
    id: foreignId(source, `${id}\n${node.id}`, createdAt),
    seq: seqOf(seqs, node.id) ?? 0,
    parentSeq: seqOf(seqs, before) ?? 0,
    author,
    text,
    status: 'complete',
    botId: null,
    error: null,
    model: author === 'bot' ? model : null,
    metrics: null,
    createdAt,
  }
}

function seqOf(seqs: ReadonlyMap<string, number>, id: string | null): number | undefined {
  return id === null ? undefined : seqs.get(id)
}

/** By time, but never before what they follow: a tree whose times are wrong or missing stays a tree. */
function inOrder(conversation: ForeignConversation): Placed[] {
  const nodes = new Map(conversation.nodes.map((node) => [node.id, node]))
  const times = new Map<string, number>()
  const placed = conversation.nodes.filter(isSaid).map((node): Placed => {
    const createdAt = timeOf(node.id, nodes, times, conversation.createdAt ?? 0)
    return { node, before: saidBefore(node, nodes), createdAt }
  })
  const depths = depthsOf(placed)
  return placed.sort(
    (a, b) =>
      a.createdAt - b.createdAt || (depths.get(a.node.id) ?? 0) - (depths.get(b.node.id) ?? 0),
  )
}

/** How many messages lead to each. */
function depthsOf(placed: readonly Placed[]): Map<string, number> {
  const byId = new Map(placed.map((one) => [one.node.id, one]))
  const depths = new Map<string, number>()
  for (const one of placed) {
    const line = new Set<Placed>()
    let at: Placed | undefined = one
    while (at && !depths.has(at.node.id) && !line.has(at)) {
      line.add(at)
      at = at.before === null ? undefined : byId.get(at.before)
    }
    let depth = at === undefined ? 0 : (depths.get(at.node.id) ?? 0)
    for (const { node } of [...line].reverse()) depths.set(node.id, ++depth)
  }
  return depths
}

/** Its own time, or that of what it follows where that is later or its own is missing. */
function timeOf(
  id: string,
  nodes: ReadonlyMap<string, ForeignNode>,
  times: Map<string, number>,
  first: number,
): number {
  const open = new Set<ForeignNode>()
  let at = nodes.get(id)
  while (at && !times.has(at.id) && !open.has(at)) {
    open.add(at)
    at = parentIn(nodes, at)
  }
  for (const node of [...open].reverse()) {
    const above = times.get(node.parentId ?? '') ?? first
    times.set(node.id, Math.max(node.said?.createdAt ?? above, above))
  }
  return times.get(id) ?? first
}

function parentIn(
  nodes: ReadonlyMap<string, ForeignNode>,
  { parentId }: ForeignNode,
): ForeignNode | undefined {
  return parentId === null ? undefined : nodes.get(parentId)
}

function saidBefore(node: ForeignNode, nodes: ReadonlyMap<string, ForeignNode>): string | null {
  const seen = new Set([node.id])
  for (let at = node.parentId; at !== null && !seen.has(at);) {
    const parent = nodes.get(at)
    if (!parent) return null
    if (parent.said) return parent.id
    seen.add(at)
    at = parent.parentId
  }
  return null
}

function saidAtOrBefore({ nodes, currentId }: ForeignConversation): string | null {
  const all = new Map(nodes.map((node) => [node.id, node]))
  const node = all.get(currentId ?? '')
  if (!node) return null
  return node.said ? node.id : saidBefore(node, all)
}

function isSaid(node: ForeignNode): node is SaidNode {
  return node.said !== null
}

function toTags(tags: readonly string[]): string[] {
  const kept = tags.map((tag) => tag.trim().slice(0, MAX_TAG)).filter((tag) => tag !== '')
  return [...new Set(kept)].sort()
}
