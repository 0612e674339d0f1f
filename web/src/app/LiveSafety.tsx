import { useSummary } from '@/features/account/api/summary'
import { usePositions } from '@/features/positions/api/positions'
import { SafetyLine } from '@/features/positions/components/SafetyLine'
import { safety } from '@/features/positions/safety'
import { botSafety } from '@/features/bots/safety'
import { useBotDesk } from '@/lib/bots/useBotDesk'
import { useNow } from '@/lib/clock'
import { useFeed } from '@/lib/stream/context'
import { isStale, priceAge } from '@/lib/stream/price'
import { joined } from './safety'

export function LiveSafety() {
  const positions = usePositions().data?.positions
  const summary = useSummary().data
  const now = useNow()
  const oldest = useFeed().oldest()
  const bots = useBotDesk()
  const spot = safety({
    positions,
    worstCase: summary?.worst_case,
    currency: summary?.currency ?? 'USD',
    priceAgeMs: oldest ? priceAge(oldest, now) : null,
    stale: oldest !== undefined && isStale(oldest, now),
  })
  // Until the first answer it is not known whether there is a bot at all.
  return <SafetyLine safety={joined(spot, bots.isPending ? null : botSafety(bots.data, now))} />
}
