// Snapshot and stream in one: a position as the server last told it, carried on by newer prices.
import type { Position } from '../api/types'
import { staleAfterMs, type LivePrice } from '../stream/price'
import { valueAt, type Valuation } from './value'

export interface LivePosition extends Valuation {
  readonly position: Position
  /** By this device's clock; null while no price was ever known. */
  readonly confirmedAt: number | null
  readonly stale: boolean
}

/** @param receivedAt when the snapshot arrived, by this device's clock */
export function livePosition(position: Position, receivedAt: number, price: LivePrice | undefined): LivePosition {
  const confirmed = position.price_age_ms === null ? null : receivedAt - position.price_age_ms
  const streamIsNewer = price && (confirmed === null || price.confirmedAt >= confirmed || position.current_price === null)
  if (!streamIsNewer) return { ...valuationOf(position), position, confirmedAt: confirmed, stale: position.stale }
  return { ...valueAt(position, price), position, confirmedAt: price.confirmedAt, stale: price.stale }
}

export function isPositionStale(live: Pick<LivePosition, 'confirmedAt' | 'stale'>, now: number): boolean {
  return live.stale || live.confirmedAt === null || now - live.confirmedAt > staleAfterMs
}

function valuationOf(position: Position): Valuation {
  return {
    current_price: position.current_price,
    unrealized_pnl: position.unrealized_pnl,
    unrealized_pnl_exact: position.unrealized_pnl_exact,
    unrealized_pnl_percent: position.unrealized_pnl_percent,
    distance_to_stop_percent: position.distance_to_stop_percent,
    distance_to_target_percent: position.distance_to_target_percent,
    value: position.value,
  }
}
