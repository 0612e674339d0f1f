import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { Price } from '@/lib/api/types'
import { asApiError } from '@/lib/api/error'
import { useFeed, useWanted } from '@/lib/stream/context'
import type { Feed } from '@/lib/stream/feed'

/** The first figure and the tick size; the stream carries on from there. */
function priceQuery(client: Client, feed: Feed, symbol: string) {
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

/** Keeps the symbol streaming while it is shown, unless the venue does not list it. */
export function usePriceSnapshot(symbol: string) {
  const query = useQuery(priceQuery(useClient(), useFeed(), symbol))
  const listed = query.data !== undefined || (query.isError && asApiError(query.error).status !== 404)
  useWanted(listed ? [symbol] : [])
  return query
}
