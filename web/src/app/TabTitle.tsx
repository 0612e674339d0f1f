import { useEffect } from 'react'
import { useTotals } from '@/features/positions/useTotals'
import { money } from '@/lib/format'
import { usePageTitle } from '@/lib/pageTitle'

/** The number of positions and their profit, for the tab in the background; called old once they are. */
export function TabTitle() {
  const { count, currency, unrealized, stale } = useTotals()
  const profit = currency && unrealized !== null ? ` ${money(unrealized, { currency, signed: true })}` : ''
  const page = usePageTitle()
  const title = [count ? `(${count})${stale ? ' old' : ''}${profit}` : '', page, 'Robson'].filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
  return null
}
