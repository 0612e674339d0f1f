import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { Price } from '@/lib/api/types'
import { useFeed } from '@/lib/stream/context'
import type { PriceFeed } from '@/lib/stream/feed'

/** The first figure and the tick size; the stream carries on from there. */
function priceQuery(client: Client, feed: PriceFeed, symbol: string) {
  return queryOptions({
    queryKey: ['price', symbol],
    queryFn: async ({ signal }) => {
      const price = await client.get<Price>(`/api/market/price/${encodeURIComponent(symbol)}/`, signal)
      feed.accept(price)
      return price
    },
    staleTime: Infinity,
  })
}

export function usePriceSnapshot(symbol: string) {
  return useQuery(priceQuery(useClient(), useFeed(), symbol))
}
