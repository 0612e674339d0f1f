import type { Position } from '../api/types'
import type { PositionRow } from '../stream/channels'
import { useFromFeed } from '../stream/context'
import type { Feed } from '../stream/feed'
import type { LivePrice } from '../stream/price'
import { isPositionStale, livePosition, type LivePosition } from './live'

/** A position and when this page received it. */
export interface Held {
  readonly position: Position
  readonly receivedAt: number
}

interface Computed {
  price: LivePrice | undefined
  row: PositionRow | undefined
  receivedAt: number
  live: LivePosition
}

// Each cell of a card asks for its own figure; they share one valuation per position, price and word of the feed.
const computed = new WeakMap<Position, Computed>()

export function liveOf({ position, receivedAt }: Held, feed: Pick<Feed, 'price' | 'state'>): LivePosition {
  const price = feed.price(position.symbol)
  const told = feed.state().positions?.get(position.id)
  const row = told?.position === position ? told : undefined // Figures of another state of it would not fit.
  const at = row?.receivedAt ?? receivedAt
  const known = computed.get(position)
  if (known && known.price === price && known.row === row && known.receivedAt === at) return known.live
  const live = livePosition(position, at, price, row?.value)
  computed.set(position, { price, row, receivedAt: at, live })
  return live
}

/** One figure of a live position; the component renders again only when that figure changes. */
export function useLive<T extends string | number | boolean | null>(held: Held, select: (live: LivePosition) => T): T {
  return useFromFeed((feed) => select(liveOf(held, feed)))
}

export function useFreshness(held: Held, now: number): { confirmedAt: number | null; stale: boolean } {
  const confirmedAt = useLive(held, (live) => live.confirmedAt && Math.floor(live.confirmedAt / 1000) * 1000)
  const stale = useLive(held, (live) => isPositionStale(live, now))
  return { confirmedAt, stale }
}

function ofOperation(feed: Pick<Feed, 'price' | 'state'>, operation: number): LivePosition | null {
  const rows = feed.state().positions
  if (!rows) return null
  for (const { position, receivedAt } of rows.values()) {
    if (position.operation_id === operation) return liveOf({ position, receivedAt }, feed)
  }
  return null
}

/** One figure of the position that an operation holds now; `otherwise` when the feed tells of none. */
export function useLiveOperation<T extends string | boolean | null>(operation: number, otherwise: T, select: (live: LivePosition) => T): T {
  return useFromFeed((feed) => {
    const live = ofOperation(feed, operation)
    return live ? select(live) : otherwise
  })
}
