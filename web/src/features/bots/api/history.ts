import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { BotFunding, CircuitBreakers, MetricHistory, MetricName, PnlHistory } from '@/lib/api/types'

/** The store takes a point a minute. */
const everyMs = 60_000

export function usePnl(bot: string, days: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['bots', 'history', 'pnl', bot, days],
    queryFn: ({ signal }) => client.get<PnlHistory>(exactly('/api/v1/history/pnl', { bot, days }), signal),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
    meta: { what: 'the P&L history' },
  })
}

export function useMetric(bot: string, metric: MetricName, days: number, position: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['bots', 'history', 'metric', bot, metric, days, position],
    queryFn: ({ signal }) => client.get<MetricHistory>(exactly('/api/v1/history/metrics', { bot, metric, days, position_id: position }), signal),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
    meta: { what: 'the history of the position' },
  })
}

export function useFunding(bot: string, days: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['bots', 'history', 'funding', bot, days],
    queryFn: ({ signal }) => client.get<BotFunding>(exactly('/api/v1/history/funding', { bot, days, limit: 1000 }), signal),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
    meta: { what: 'the funding history' },
  })
}

export function useBreakerHistory(bot: string, days: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['bots', 'breakers', bot, days],
    queryFn: ({ signal }) => client.get<CircuitBreakers>(exactly('/api/v1/history/circuit-breakers', { bot, days }), signal),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
    meta: { what: 'the circuit breakers' },
  })
}

export const exportsOf = ['pnl', 'trades', 'funding', 'circuit-breakers'] as const
export type Export = (typeof exportsOf)[number]

/** Where a file of it is. */
export function exportAddress(what: Export, bot: string, days: number, format: 'csv' | 'json'): string {
  return exactly(`/api/v1/history/${what}`, { bot, days, format, ...((what === 'trades' || what === 'funding') && { limit: 1000 }) })
}
