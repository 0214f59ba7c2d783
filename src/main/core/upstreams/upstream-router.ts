import type { SessionId } from '@shared/model/ids'
import { modelKey } from '@shared/model/model-name'
import type { UpstreamId } from '@shared/model/upstream-name'
import type { Upstream } from './upstream'
import type { UpstreamPool } from './upstream-pool'
import { WarmSessions } from './warm-sessions'

/** Why a server was chosen; `failover`: the one before it could not. */
export type ChoiceReason = 'warm' | 'loaded' | 'installed' | 'least-busy' | 'failover'

export interface Candidate {
  readonly upstream: Upstream
  readonly reason: ChoiceReason
}

export interface Choice {
  readonly model: string
  readonly sessionId?: SessionId | undefined
  /** Those that were tried. */
  readonly exclude?: ReadonlySet<UpstreamId>
}

/** A warm cache saves seconds; more replies than this before its own, for each share of the work, cost more of them. */
const WARM_IS_WORTH = 2
/** Where every server that has it loaded has so many more replies to make than one that would have to load it. */
const LOADING_IS_WORTH = 4

/** 0: in memory, 1: on its disk, 2: nobody knows, 3: not there. */
type Tier = 0 | 1 | 2 | 3

/** Decides which server makes a reply. */
export class UpstreamRouter {
  readonly #pool: Pick<UpstreamPool, 'all'>
  readonly #warm = new WarmSessions()

  constructor(pool: Pick<UpstreamPool, 'all'>) {
    this.#pool = pool
  }

  /**
   * The servers that may make this reply, the best first: those that answer before those that do not, then where the
   * model is loaded, then where it is installed, then where it would begin at once, and of equals the one with least to do
   * for its weight. Drained ones are
   * left out, and so are those that lack the model where another has it. Empty where all are drained or were tried.
   */
  choose({ model, sessionId, exclude }: Choice): readonly Candidate[] {
    const key = modelKey(model)
    const open = this.#pool.all.filter(
      (upstream) => !upstream.stored.drained && exclude?.has(upstream.id) !== true,
    )
    const ranked = this.#ranked(open, key)
    const best = ranked[0]
    if (!best) return []
    const warm = this.#warmOf(ranked, sessionId, key)
    const first = warm ?? best
    const others = ranked.filter((one) => one !== first)
    return [
      { upstream: first.upstream, reason: warm ? 'warm' : reasonOf(best, ranked) },
      ...others.map(({ upstream }) => ({ upstream, reason: 'failover' as const })),
    ]
  }

  /** A reply of this session came from there. */
  noteReply(upstreamId: UpstreamId, model: string, sessionId: SessionId | undefined): void {
    if (sessionId !== undefined) this.#warm.remember(sessionId, upstreamId, modelKey(model))
  }

  #ranked(open: readonly Upstream[], key: string): readonly Ranked[] {
    const tiers = open.map((upstream) => ({ upstream, tier: tierOf(upstream, key) }))
    const anyHasIt = tiers.some(({ tier }) => tier < 3)
    const able = tiers
      .filter(({ tier }) => tier < 3 || !anyHasIt)
      .map(({ upstream, tier }) => ({
        upstream,
        tier,
        load: upstream.load,
        waits: !upstream.gates.of(key).hasRoom(false),
      }))
    const idlest = Math.min(...able.filter(isUsable).map(({ load }) => load))
    return able
      .map((one) =>
        one.tier === 0 && one.load >= idlest + LOADING_IS_WORTH
          ? { ...one, tier: 1 as const }
          : one,
      )
      .toSorted(
        (a, b) =>
          Number(isUsable(b)) - Number(isUsable(a)) ||
          a.tier - b.tier ||
          Number(a.waits) - Number(b.waits) ||
          a.load - b.load,
      )
  }

  #warmOf(ranked: readonly Ranked[], sessionId: SessionId | undefined, key: string): Ranked | null {
    const upstreamId = sessionId === undefined ? null : this.#warm.find(sessionId, key)
    if (upstreamId === null) return null
    const warm = ranked.find(({ upstream }) => upstream.id === upstreamId)
    if (!warm || !isUsable(warm) || !warm.upstream.hasLoaded(key)) return null
    const idlest = Math.min(...ranked.filter(isUsable).map(({ load }) => load))
    return warm.load <= idlest + WARM_IS_WORTH ? warm : null
  }
}

interface Ranked {
  readonly upstream: Upstream
  readonly tier: Tier
  /** Replies that are made or waited for, for each share of the work. */
  readonly load: number
  /** It would not begin at once. */
  readonly waits: boolean
}

function isUsable({ upstream }: Ranked): boolean {
  return upstream.isUsable
}

function tierOf(upstream: Upstream, key: string): Tier {
  if (upstream.hasLoaded(key)) return 0
  const installed = upstream.hasInstalled(key)
  if (installed === null) return 2
  return installed ? 1 : 3
}

function reasonOf(best: Ranked, ranked: readonly Ranked[]): ChoiceReason {
  const equals = ranked.filter((one) => one.tier === best.tier && isUsable(one) === isUsable(best))
  if (equals.length > 1 || best.tier > 1) return 'least-busy'
  return best.tier === 0 ? 'loaded' : 'installed'
}
