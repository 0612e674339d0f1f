// Snapshot and stream in one: a position as the server last told it, carried on by its newer figures or newer prices.
import type { Position } from '../api/types'
import type { PositionValue } from '../stream/channels'
import { staleAfterMs, type LivePrice } from '../stream/price'
import { valueAt, type Valuation } from './value'

export interface LivePosition extends Valuation {
  readonly position: Position
  /** By this device's clock; null while no price was ever known. */
  readonly confirmedAt: number | null
  readonly stale: boolean
}

type Told = Valuation & { price_age_ms: number | null; stale: boolean }

/**
 * The price is the same as in `value`, but comes sooner, so it wins where both were confirmed at once.
 * @param receivedAt when the position arrived, by this device's clock
 * @param value what the feed told of its figures since
 */
export function livePosition(position: Position, receivedAt: number, price: LivePrice | undefined, value: PositionValue | null = null): LivePosition {
  const row = told(position, position, receivedAt)
  const newer = value && told(position, value, value.receivedAt)
  const known = newer && (newer.confirmedAt ?? 0) >= (row.confirmedAt ?? 0) ? newer : row
  const priceIsNewer = price && (known.confirmedAt === null || price.confirmedAt >= known.confirmedAt || known.current_price === null)
  return priceIsNewer ? { ...valueAt(position, price), position, confirmedAt: price.confirmedAt, stale: price.stale } : known
}

export function isPositionStale(live: Pick<LivePosition, 'confirmedAt' | 'stale'>, now: number): boolean {
  return live.stale || live.confirmedAt === null || now - live.confirmedAt > staleAfterMs
}

function told(position: Position, figures: Told, receivedAt: number): LivePosition {
  return {
    position,
    confirmedAt: figures.price_age_ms === null ? null : receivedAt - figures.price_age_ms,
    stale: figures.stale,
    current_price: figures.current_price,
    unrealized_pnl: figures.unrealized_pnl,
    unrealized_pnl_exact: figures.unrealized_pnl_exact,
    unrealized_pnl_percent: figures.unrealized_pnl_percent,
    distance_to_stop_percent: figures.distance_to_stop_percent,
    distance_to_target_percent: figures.distance_to_target_percent,
    value: figures.value,
  }
}
