import { AccountCard } from '@/features/account/components/AccountCard'
import { useSummary } from '@/features/account/api/summary'
import { useTotals } from '@/features/positions/useTotals'

/** The account with its unrealized profit moved on by the stream, so that it never differs from the position's card. */
export function LiveAccount() {
  const totals = useTotals()
  const { data } = useSummary()
  const comparable = data !== undefined && totals.currency === data.currency
  return <AccountCard liveUnrealized={comparable ? totals.unrealized : null} />
}
