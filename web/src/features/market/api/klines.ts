import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Bar } from '@/components/chart/drawing'
import type { Client } from '@/lib/api/client'
import { useClient } from '@/lib/api/context'
import type { Klines } from '@/lib/api/types'
import type { Interval } from '@/lib/settings'
import { joined } from '../bars'

const candles = 500
const mostCandles = 20_000

function address(symbol: string, interval: Interval, endTime?: number): string {
  const end = endTime === undefined ? '' : `&end_time=${endTime}`
  return `/api/market/klines/${encodeURIComponent(symbol)}/?interval=${interval}&limit=${candles}${end}`
}

function klinesQuery(client: Client, symbol: string, interval: Interval) {
  return queryOptions({
    queryKey: ['klines', symbol, interval],
    queryFn: ({ signal }) => client.get<Klines>(address(symbol, interval), signal),
    refetchInterval: 60_000,
    meta: { what: 'the candles' },
    placeholderData: keepPreviousData,
  })
}

export function useKlines(symbol: string, interval: Interval) {
  return useQuery(klinesQuery(useClient(), symbol, interval))
}

/** Candles before the ones that were fetched, page by page as the reader scrolls to the left, up to a bound. */
export function useOlder(symbol: string, interval: Interval, fetched: readonly Bar[]) {
  const client = useClient()
  const [older, setOlder] = useState<readonly Bar[]>([])
  const [trouble, setTrouble] = useState(false)
  const asking = useRef(false)
  // The newest 500 move on as time passes: what falls out of them at the left is kept beside the older ones.
  const [seen, setSeen] = useState(fetched)
  if (fetched !== seen) {
    setSeen(fetched)
    if (older.length > 0) setOlder(joined(older, seen))
  }
  const all = useMemo(() => joined(older, fetched), [older, fetched])
  const first = all[0]?.open_time
  const ended = useRef(false)

  const loadOlder = useCallback(() => {
    if (asking.current || ended.current || first === undefined || all.length >= mostCandles) return
    asking.current = true
    client
      .get<Klines>(address(symbol, interval, first - 1))
      .then(({ klines }) => {
        ended.current = klines.length === 0
        setTrouble(false)
        setOlder((known) => joined(klines, known))
      })
      .catch(() => setTrouble(true))
      .finally(() => {
        asking.current = false
      })
  }, [client, symbol, interval, first, all.length])

  return { all, loadOlder, trouble }
}
