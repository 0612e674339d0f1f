import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { Klines } from '@/lib/api/types'
import type { Interval } from '@/lib/settings'

const candles = 500

function klinesQuery(client: Client, symbol: string, interval: Interval) {
  return queryOptions({
    queryKey: ['klines', symbol, interval],
    queryFn: ({ signal }) =>
      client.get<Klines>(`/api/market/klines/${encodeURIComponent(symbol)}/?interval=${interval}&limit=${candles}`, signal),
    refetchInterval: 60_000,
    meta: { what: 'the candles' },
    placeholderData: keepPreviousData,
  })
}

export function useKlines(symbol: string, interval: Interval) {
  return useQuery(klinesQuery(useClient(), symbol, interval))
}
