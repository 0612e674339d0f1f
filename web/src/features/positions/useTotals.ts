import type { DecimalText } from '@/lib/decimal'
import { totalPnl } from '@/lib/positions/value'
import { useFeed } from '@/lib/stream/context'
import { useSyncExternalStore } from 'react'
import { usePositions } from './api/positions'
import { liveOf } from './useLive'

export interface Totals {
  /** undefined until the positions are known. */
  count: number | undefined
  /** The one currency of all positions, else null: sums over several would mean nothing. */
  currency: string | null
  unrealized: DecimalText | null
}

export function useTotals(): Totals {
  const feed = useFeed()
  const { data, dataUpdatedAt } = usePositions()
  const positions = data?.positions ?? []
  const currencies = new Set(positions.map((position) => position.quote_asset))
  const currency = currencies.size === 1 ? [...currencies][0]! : null
  const unrealized = useSyncExternalStore(feed.subscribe, () => {
    if (!currency) return null
    return totalPnl(positions.map((position) => liveOf({ position, receivedAt: dataUpdatedAt }, feed.price(position.symbol))))
  })
  return { count: data?.positions.length, currency, unrealized }
}
