import { useSummary } from '@/features/account/api/summary'
import { usePositions } from '@/features/positions/api/positions'
import { SafetyLine } from '@/features/positions/components/SafetyLine'
import { safety } from '@/features/positions/safety'
import { botSafety } from '@/features/bots/safety'
import { useBotDesk } from '@/lib/bots/useBotDesk'
import { useNow } from '@/lib/clock'
import { usePolledFreshness, type Freshness } from '@/lib/freshness'
import { useFeed } from '@/lib/stream/context'
import { isStale, priceAge } from '@/lib/stream/price'
import { joined } from './safety'

const oldMs = ({ stale, confirmedAt }: Freshness, now: number) => (stale && confirmedAt !== null ? now - confirmedAt : null)

export function LiveSafety() {
  const positions = usePositions()
  const summary = useSummary()
  const ofPositions = usePolledFreshness(positions, false, 'positions')
  const ofSummary = usePolledFreshness(summary, false, 'stats')
  const now = useNow()
  const oldest = useFeed().oldest()
  const bots = useBotDesk()
  const spot = safety({
    positions: positions.data?.positions,
    positionsOldMs: oldMs(ofPositions, now),
    worstCase: summary.data?.worst_case,
    worstOldMs: oldMs(ofSummary, now),
    currency: summary.data?.currency ?? 'USD',
    priceAgeMs: oldest ? priceAge(oldest, now) : null,
    stale: oldest !== undefined && isStale(oldest, now),
  })
  // Until the first answer there may be bots, and they may hold something.
  return <SafetyLine safety={joined(spot, botSafety(bots.data, now))} />
}
