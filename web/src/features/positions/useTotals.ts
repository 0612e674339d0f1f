import type { DecimalText } from '@/lib/decimal'
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
}

export function useTotals(): Totals {
  const { data, dataUpdatedAt } = usePositions()
  const positions = data?.positions ?? []
  const currencies = new Set(positions.map((position) => position.quote_asset))
  const currency = currencies.size === 1 ? [...currencies][0]! : null
  const unrealized = useFromFeed((feed) =>
    currency ? totalPnl(positions.map((position) => liveOf({ position, receivedAt: dataUpdatedAt }, feed))) : null,
  )
  return { count: data?.positions.length, currency, unrealized }
}
