import type { Operation } from '@/lib/api/types'
import { useLiveOperation } from '@/lib/positions/useLive'

const none = -1

/** An operation with the figures that move as the feed tells them; those of its last answer when it tells of none. */
export function useMoving<T extends Operation>(operation: T): T {
  const id = operation.status === 'ACTIVE' ? operation.id : none
  const unrealized_pnl = useLiveOperation(id, operation.unrealized_pnl, (live) => live.unrealized_pnl)
  const unrealized_pnl_percent = useLiveOperation(id, operation.unrealized_pnl_percent, (live) => live.unrealized_pnl_percent)
  const stale = useLiveOperation(id, operation.stale, (live) => live.stale)
  return { ...operation, unrealized_pnl, unrealized_pnl_percent, stale }
}
