import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import { exactly } from '@/lib/api/exact'
import type { BotFunding, BotTrades, CircuitBreakers, MetricHistory, MetricName, PnlHistory } from '@/lib/api/types'

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
    // "No breaker opened" is never said of another time than was asked for.
    refetchInterval: everyMs,
    meta: { what: 'the circuit breakers' },
  })
}

export const exportsOf = ['pnl', 'trades', 'funding', 'circuit-breakers'] as const
export type Export = (typeof exportsOf)[number]

/** Where a file of it is. Where there are pages a CSV is of all of them; a JSON file is put together here. */
export function exportAddress(what: Export, bot: string, days: number, format: 'csv' | 'json'): string {
  return exactly(`/api/v1/history/${what}`, { bot, days, format })
}

export type Paged = 'trades' | 'funding'
export const isPaged = (what: Export): what is Paged => what === 'trades' || what === 'funding'

const pageRows = 1000
/** As many rows as the server puts into a CSV: 100,000. */
const mostPages = 100

type Page = BotTrades | BotFunding

function joined(known: Page | undefined, page: Page): Page {
  if (!known) return page
  if ('trades' in known && 'trades' in page) return { ...known, trades: [...known.trades, ...page.trades], next_cursor: page.next_cursor }
  if ('payments' in known && 'payments' in page) return { ...known, payments: [...known.payments, ...page.payments], next_cursor: page.next_cursor }
  return known
}

/** All pages as one document; its `next_cursor` leads on where there was too much. */
export async function wholeHistory(client: Client, what: Paged, bot: string, days: number): Promise<Page> {
  let whole: Page | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const address = exactly(`/api/v1/history/${what}`, { bot, days, limit: pageRows, cursor: whole?.next_cursor ?? undefined })
    whole = joined(whole, await client.get<Page>(address))
    if (whole.next_cursor === null) break
  }
  return whole!
}
