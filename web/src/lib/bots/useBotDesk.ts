import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '../api/client'
import { useClient } from '../api/context'
import { exactly } from '../api/exact'
import type { BotPositions, Bots, BotStats, BotStatus } from '../api/types'
import { useFallback, useFeed } from '../stream/context'
import type { Feed } from '../stream/feed'
import { byName, deskFrom, newestFirst, type Bot, type BotDesk } from './desk'
import { lastKnown } from './lastKnown'

/** What the feed told, in place of the answers of REST; null while it does not follow. */
export function deskOf(feed: Feed): BotDesk | null {
  return feed.follows('bots') && feed.follows('positions') && feed.follows('pause_state') ? deskFrom(feed.state()) : null
}

async function askBot(client: Client, name: string, signal: AbortSignal): Promise<Bot> {
  const of = (path: string) => exactly(path, { bot: name })
  const [status, stats, positions] = await Promise.all([
    client.get<BotStatus>(of('/api/v1/status'), signal),
    lastKnown(client.get<BotStats>(of('/api/v1/stats'), signal)),
    lastKnown(client.get<BotPositions>(of('/api/v1/positions'), signal)),
  ])
  return {
    name,
    runtime: status.bot,
    stats: stats.data,
    chains: status.chains,
    pauses: status.pause_state,
    positions: positions.data && [...positions.data.positions].sort(newestFirst),
    receivedAt: Date.now(),
  }
}

async function askDesk(client: Client, signal: AbortSignal): Promise<BotDesk> {
  const { bots } = await client.get<Bots>(exactly('/api/v1/bots'), signal)
  return Promise.all([...bots].sort(byName).map(({ name }) => askBot(client, name, signal)))
}

export function botDeskQuery(client: Client, feed: Feed) {
  return queryOptions({
    queryKey: ['bots', 'desk'],
    queryFn: async ({ signal }) => deskOf(feed) ?? (await askDesk(client, signal)),
    structuralSharing: false,
    meta: { what: 'the bots' },
  })
}

/** Asked by REST for the first picture and while the feed is away, less often the more bots there are. */
export function useBotDesk() {
  const query = botDeskQuery(useClient(), useFeed())
  const fallback = useFallback('bots')
  return useQuery({
    ...query,
    refetchInterval: ({ state }) => {
      const every = fallback({ state })
      return every === false ? false : every * Math.max(1, state.data?.length ?? 1)
    },
  })
}
