import { useQuery } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { BotEvents, BotPositionDetail, BotPositions } from '@/lib/api/types'
import { lastKnown } from '@/lib/bots/lastKnown'
import { useFallback } from '@/lib/stream/context'

/** With the 2 s of the server's own round a figure stays within the 5 s after which it is old. */
const movingEveryMs = 2500

/** Asked for again with each word of the feed about it, and by the clock: marks move between those. */
export function useHedge(bot: string, id: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['bots', 'one', bot, id],
    queryFn: ({ signal }) => lastKnown(client.get<BotPositionDetail>(exactly(`/api/v1/positions/${id}`, { bot }), signal)),
    refetchInterval: ({ state }) => (state.data?.data?.closed_at ? false : movingEveryMs),
    meta: { what: 'the position' },
  })
}

export function useHedgeEvents(bot: string, id: string) {
  const client = useClient()
  const refetchInterval = useFallback('bots')
  return useQuery({
    queryKey: ['bots', 'one', bot, id, 'events'],
    queryFn: ({ signal }) => client.get<BotEvents>(exactly(`/api/v1/positions/${id}/history`, { bot, limit: 200 }), signal),
    refetchInterval,
    meta: { what: 'the history of the position' },
  })
}

/** Also the ones that are over. */
export function useAllHedges(bots: readonly string[], enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: ['bots', 'positions', ...bots],
    queryFn: ({ signal }) => Promise.all(bots.map((bot) => lastKnown(client.get<BotPositions>(exactly('/api/v1/positions', { bot, status: 'all' }), signal)))),
    enabled: enabled && bots.length > 0,
    refetchInterval: 15_000,
    meta: { what: 'the positions of the bots' },
  })
}
