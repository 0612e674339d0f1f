// What several rooms of the desk ask the server for: markets, strategies, levels, risk. One cache entry each.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Interval } from '../settings'
import { useFallback } from '../stream/context'
import { useClient } from './context'
import type { Levels, Market, RiskMetrics, Strategies, Symbols } from './types'

/** The venue's markets whose name holds `query`; the ones whose prices stream when it is empty. */
export function useSymbols(query: string) {
  const client = useClient()
  const asked = new URLSearchParams({ limit: '30', ...(query ? { query } : { watched: 'true' }) })
  return useQuery({
    queryKey: ['symbols', query],
    queryFn: ({ signal }) => client.get<Symbols>(`/api/symbols/?${asked}`, signal),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    meta: { what: 'the markets' },
  })
}

/** What the exchange says of one market; undefined until it has. */
export function useMarket(symbol: string): Market | undefined {
  return useSymbols(symbol).data?.symbols.find((market) => market.symbol === symbol)
}

export function useStrategies() {
  const client = useClient()
  return useQuery({
    queryKey: ['strategies'],
    queryFn: ({ signal }) => client.get<Strategies>('/api/strategies/', signal),
    staleTime: 15_000,
    meta: { what: 'the strategies' },
  })
}

const movingFiguresEveryMs = 5000

/**
 * Alarms and switches are told by the feed; what else has changed is asked for with each event that changes it.
 * @param moving whether the figures are shown that no event tells of since they move with the price
 */
export function useRisk(moving = false) {
  const client = useClient()
  const fallback = useFallback('alerts')
  return useQuery({
    queryKey: ['risk'],
    queryFn: ({ signal }) => client.get<RiskMetrics>('/api/risk/metrics/', signal),
    refetchInterval: (query) => (moving ? movingFiguresEveryMs : fallback(query)),
    meta: { what: 'the risk figures' },
  })
}

export function useLevels(symbol: string, interval: Interval, enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: ['levels', symbol, interval],
    queryFn: ({ signal }) =>
      client.get<Levels>(`/api/analysis/levels/${encodeURIComponent(symbol)}/?interval=${interval}`, signal),
    enabled,
    refetchInterval: 60_000,
    meta: { what: 'the levels' },
  })
}
