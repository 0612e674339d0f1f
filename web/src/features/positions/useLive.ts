import type { Position } from '@/lib/api/types'
import { isPositionStale, livePosition, type LivePosition } from '@/lib/positions/live'
import { usePrice } from '@/lib/stream/context'
import type { LivePrice } from '@/lib/stream/price'

/** A position and when this page received it. */
export interface Held {
  readonly position: Position
  readonly receivedAt: number
}

interface Computed {
  price: LivePrice | undefined
  receivedAt: number
  live: LivePosition
}

// Each cell of a card asks for its own figure; they share one valuation per position and price.
const computed = new WeakMap<Position, Computed>()

export function liveOf({ position, receivedAt }: Held, price: LivePrice | undefined): LivePosition {
  const known = computed.get(position)
  if (known && known.price === price && known.receivedAt === receivedAt) return known.live
  const live = livePosition(position, receivedAt, price)
  computed.set(position, { price, receivedAt, live })
  return live
}

/** One figure of a live position; the component renders again only when that figure changes. */
export function useLive<T extends string | number | boolean | null>(held: Held, select: (live: LivePosition) => T): T {
  return usePrice(held.position.symbol, (price) => select(liveOf(held, price)))
}

export function useFreshness(held: Held, now: number): { confirmedAt: number | null; stale: boolean } {
  const confirmedAt = useLive(held, (live) => live.confirmedAt && Math.floor(live.confirmedAt / 1000) * 1000)
  const stale = useLive(held, (live) => isPositionStale(live, now))
  return { confirmedAt, stale }
}
