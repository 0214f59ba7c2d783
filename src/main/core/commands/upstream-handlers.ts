import type { UpstreamService } from '../upstreams/upstream-service'
import type { CommandHandlers } from './command-router'

/** The list of Ollama servers. */
export function upstreamHandlers({ upstreams }: { readonly upstreams: UpstreamService }) {
  return {
    'upstreams.list': async () => ({ upstreams: upstreams.list() }),
    'upstreams.add': async (input) => ({ upstream: await upstreams.add(input) }),
    'upstreams.update': async (input) => ({ upstream: await upstreams.update(input) }),
    'upstreams.remove': async ({ upstreamId }) => {
      await upstreams.remove(upstreamId)
      return {}
    },
    'upstreams.restore': async ({ upstreamId }) => ({
      upstream: await upstreams.restore(upstreamId),
    }),
    'upstreams.test': async (input) => upstreams.test(input),
  } satisfies Partial<CommandHandlers>
}
