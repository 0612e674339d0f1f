import { useNow } from '@/lib/clock'
import type { DecimalText } from '@/lib/decimal'
import { usePolledFreshness } from '@/lib/freshness'
import { isPositionStale } from '@/lib/positions/live'
import { liveOf } from '@/lib/positions/useLive'
import { totalPnl } from '@/lib/positions/value'
import { useFromFeed } from '@/lib/stream/context'
import { usePositions } from './api/positions'

export interface Totals {
  /** undefined until the positions are known. */
  count: number | undefined
  /** The one currency of all positions, else null: sums over several would mean nothing. */
  currency: string | null
  unrealized: DecimalText | null
  /** Whether the positions themselves, or the price of one of them, are old. */
  stale: boolean
}

export function useTotals(): Totals {
  const query = usePositions()
  const { data, dataUpdatedAt } = query
  const fresh = usePolledFreshness(query, false, 'positions')
  const now = useNow()
  const positions = data?.positions ?? []
  const currencies = new Set(positions.map((position) => position.quote_asset))
  const currency = currencies.size === 1 ? [...currencies][0]! : null
  const unrealized = useFromFeed((feed) =>
    currency ? totalPnl(positions.map((position) => liveOf({ position, receivedAt: dataUpdatedAt }, feed))) : null,
  )
  const stalePrice = useFromFeed((feed) => positions.some((position) => isPositionStale(liveOf({ position, receivedAt: dataUpdatedAt }, feed), now)))
  return { count: data?.positions.length, currency, unrealized, stale: fresh.stale || stalePrice }
}
