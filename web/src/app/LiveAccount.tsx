import { AccountCard } from '@/features/account/components/AccountCard'
import { useSummary } from '@/features/account/api/summary'
import type { CardLink } from '@/components/Card'
import { useTotals } from '@/features/positions/useTotals'

/** The account with its unrealized profit moved on by the stream, so that it never differs from the position's card. */
export function LiveAccount({ opens }: { opens?: CardLink }) {
  const totals = useTotals()
  const { data } = useSummary()
  const comparable = data !== undefined && totals.currency === data.currency
  return <AccountCard opens={opens} liveUnrealized={comparable ? totals.unrealized : null} />
}
