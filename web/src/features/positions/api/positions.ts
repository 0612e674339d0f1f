import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { Positions } from '@/lib/api/types'
import { positionsOf, spotOf } from '@/lib/stream/answers'
import { useFallback, useFeed } from '@/lib/stream/context'
import type { Feed } from '@/lib/stream/feed'

/** Asked by REST for the first picture and while the feed is away; a slow answer never replaces what the feed told. */
export function positionsQuery(client: Client, feed: Feed) {
  return queryOptions({
    queryKey: ['positions'],
    queryFn: async ({ signal }) => {
      const told = positionsOf(feed)
      if (told) return told
      const answer = await client.get<Positions>('/api/portfolio/positions/', signal)
      return positionsOf(feed) ?? spotOf(answer)
    },
    // A row that the feed told is known by its identity.
    structuralSharing: false,
    meta: { what: 'your positions' },
  })
}

export function usePositions() {
  const refetchInterval = useFallback('positions')
  return useQuery({ ...positionsQuery(useClient(), useFeed()), refetchInterval })
}
