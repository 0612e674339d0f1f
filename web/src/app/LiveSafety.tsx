import { useSummary } from '@/features/account/api/summary'
import { usePositions } from '@/features/positions/api/positions'
import { SafetyLine } from '@/features/positions/components/SafetyLine'
import { safety } from '@/features/positions/safety'
import { useNow } from '@/lib/clock'
import { useFeed } from '@/lib/stream/context'
import { isStale, priceAge } from '@/lib/stream/price'

export function LiveSafety() {
  const positions = usePositions().data?.positions
  const summary = useSummary().data
  const now = useNow()
  const oldest = useFeed().oldest()
  return (
    <SafetyLine
      safety={safety({
        positions,
        worstCase: summary?.worst_case,
        currency: summary?.currency ?? 'USD',
        priceAgeMs: oldest ? priceAge(oldest, now) : null,
        stale: oldest !== undefined && isStale(oldest, now),
      })}
    />
  )
}
