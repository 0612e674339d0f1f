import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { components } from '@/lib/api/schema'

export type Ticker = components['schemas']['Ticker']

function tickerQuery(client: Client, symbol: string) {
  return queryOptions({
    queryKey: ['ticker', symbol],
    queryFn: ({ signal }) => client.get<Ticker>(`/api/market/ticker/${encodeURIComponent(symbol)}/`, signal),
    refetchInterval: 30_000,
  })
}

export function useTicker(symbol: string) {
  return useQuery(tickerQuery(useClient(), symbol))
}
