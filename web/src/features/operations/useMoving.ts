import { useNow } from '@/lib/clock'
import type { Operation } from '@/lib/api/types'
import { isPositionStale, type LivePosition } from '@/lib/positions/live'
import { useLiveOperation } from '@/lib/positions/useLive'
import { useFollowed } from '@/lib/stream/context'

const none = -1

/**
 * An operation with the figures that move as the feed tells them; those of its last answer when it tells of none. Once the
 * line is lost its last word stands only until a newer answer.
 * @param answeredAt when the operation was answered, by this device's clock
 */
export function useMoving<T extends Operation>(operation: T, answeredAt: number): T {
  const now = useNow()
  const followed = useFollowed('positions')
  const id = operation.status === 'ACTIVE' ? operation.id : none
  const newest = <V>(answered: V, told: (live: LivePosition) => V) => (live: LivePosition) => (followed || (live.confirmedAt ?? 0) > answeredAt ? told(live) : answered)
  const { unrealized_pnl: pnl, unrealized_pnl_percent: percent, stale: old } = operation
  const unrealized_pnl = useLiveOperation(id, pnl, newest(pnl, (live) => live.unrealized_pnl))
  const unrealized_pnl_percent = useLiveOperation(id, percent, newest(percent, (live) => live.unrealized_pnl_percent))
  const stale = useLiveOperation(id, old, newest(old, (live) => isPositionStale(live, now)))
  return { ...operation, unrealized_pnl, unrealized_pnl_percent, stale }
}
